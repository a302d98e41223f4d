package dev.skerry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topic.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessTest {

    @Test
    void whatAnOwnerSaysIsWrittenByNobodyElse() {
        for (Topic topic : Topics.ALL) {
            List<String> writers = Access.ALL.stream()
                    .filter(each -> each.writes().contains(topic))
                    .map(Access::service)
                    .toList();
            switch (topic.kind()) {
                case EVENTS, STATE, TASKS ->
                    assertThat(writers).as(topic.name()).containsExactly(topic.owner());
                case REQUESTS, OBSERVATIONS ->
                    assertThat(writers).as(topic.name()).contains(topic.owner(), "app-manager");
                case DEAD_LETTERS -> assertThat(writers).as(topic.name()).hasSize(Access.ALL.size());
            }
        }
    }

    @Test
    void ownersReadWhatTheyAreAskedAndTold() {
        for (Topic topic : Topics.ALL) {
            if (topic.kind() == Kind.REQUESTS || topic.kind() == Kind.OBSERVATIONS || topic.kind() == Kind.TASKS) {
                assertThat(Access.ALL)
                        .as(topic.name())
                        .anyMatch(each -> each.service().equals(topic.owner())
                                && each.reads().contains(topic));
            }
        }
    }

    @Test
    void noServiceMayEverything() {
        assertThat(Access.ALL).allSatisfy(each -> assertThat(each.writes()).hasSizeLessThan(Topics.ALL.size()));
    }

    @Test
    void noServicesOwnNamesBeginWithAnothers() {
        assertThat(Access.ALL)
                .allSatisfy(one -> assertThat(Access.ALL)
                        .filteredOn(other -> !other.equals(one))
                        .noneMatch(other -> other.service().startsWith(one.service() + "-")));
        assertThat(Topics.ALL)
                .noneMatch(topic ->
                        Access.ALL.stream().anyMatch(each -> topic.name().startsWith(each.service() + "-")));
    }
}
