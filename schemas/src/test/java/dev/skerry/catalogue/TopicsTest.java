package dev.skerry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void everyTopicAndStoreIsListed() {
        assertThat(constants(Topic.class)).isEqualTo(Topics.ALL.size());
        assertThat(constants(Store.class)).isEqualTo(Topics.STORES.size());
    }

    @Test
    void namesFollowTheConvention() {
        assertThat(Topics.ALL)
                .extracting(Topic::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+\\.[a-z]+\\.[a-z]+"));
    }

    @Test
    void everyFieldOfEveryRecordIsDescribedOrSpeaksForItself() {
        Topics.ALL.forEach(topic -> topic.schemas()
                .forEach(schema -> assertThat(schema.getDoc())
                        .as("%s in %s", schema.getName(), topic)
                        .isNotBlank()));
    }

    private static long constants(Class<?> type) {
        return Arrays.stream(Topics.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == type)
                .count();
    }
}
