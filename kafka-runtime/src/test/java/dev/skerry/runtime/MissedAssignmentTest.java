package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.skerry.runtime.MissedAssignment.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.TaskMetadataImpl;
import org.apache.kafka.streams.processor.internals.ThreadMetadataImpl;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

class MissedAssignmentTest {

    private static final String MINE = "thread-1-consumer";

    private final MissedAssignment watch =
            new MissedAssignment(new StreamsBuilderFactoryBean(), () -> fail("nobody asks a broker here"), "test");

    @Test
    void aTaskThatIsLackedAtThreeLooksIsMissed() {
        assertThat(watch.missesAgain(assigned("0_0", "0_1"), threads("RUNNING")))
                .isFalse();
        assertThat(watch.missesAgain(assigned("0_0", "0_1"), threads("RUNNING", "0_1")))
                .isFalse();
        assertThat(watch.missesAgain(assigned("0_0", "0_1"), threads("RUNNING", "0_1")))
                .isTrue();
        assertThat(watch.missesAgain(assigned("0_0", "0_1"), threads("RUNNING", "0_1")))
                .as("it joins anew, and has the time for it")
                .isFalse();
    }

    @Test
    void whatMovesOnIsNotMissed() {
        for (int i = 0; i < 10; i++) {
            assertThat(watch.missesAgain(assigned("0_" + i), threads("RUNNING")))
                    .isFalse();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(watch.missesAgain(assigned("0_0"), threads("RUNNING", "0_0")))
                    .isFalse();
        }
    }

    @Test
    void aThreadThatRestoresItsTasksDoesNotLackThem() {
        for (int i = 0; i < 10; i++) {
            assertThat(watch.missesAgain(assigned("0_0"), threads("PARTITIONS_ASSIGNED")))
                    .isFalse();
        }
    }

    @Test
    void whatOthersAreToRunIsNotMissed() {
        for (int i = 0; i < 10; i++) {
            assertThat(watch.missesAgain(Set.of(new Place("another", "0_0")), threads("RUNNING")))
                    .isFalse();
        }
    }

    private static Set<Place> assigned(String... tasks) {
        return Stream.of(tasks).map(task -> new Place(MINE, task)).collect(Collectors.toSet());
    }

    private static List<ThreadMetadata> threads(String state, String... tasks) {
        Set<TaskMetadata> active = Stream.of(tasks)
                .map(task -> new TaskMetadataImpl(TaskId.parse(task), Set.of(), Map.of(), Map.of(), Optional.empty()))
                .collect(Collectors.toSet());
        return List.of(new ThreadMetadataImpl("thread-1", state, MINE, "", "", "", active, Set.of()));
    }
}
