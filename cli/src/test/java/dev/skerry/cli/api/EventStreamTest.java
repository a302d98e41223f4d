package dev.skerry.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventStreamTest {

    @Test
    void eventsAreToldInOrderAndTheRestIsIgnored() throws IOException {
        List<String> told = new ArrayList<>();
        new EventStream(new Recording(told)).read(new BufferedReader(new StringReader("""
                : alive

                event: upsert
                id: a
                data: {"x":
                data: 1}

                event:synced
                data: {}

                retry: 5

                event: later
                id: z
                data: what a later version says

                event: delete
                id: a
                data: {"key":"a"}

                event: upsert
                id: cut off
                """)));
        assertThat(told).containsExactly("a={\"x\":1}", "synced", "a gone");
    }

    /** Writes down what it is told. */
    record Recording(List<String> told) implements Watcher {

        @Override
        public void upsert(String key, JsonNode item) {
            told.add(key + "=" + item);
        }

        @Override
        public void delete(String key) {
            told.add(key + " gone");
        }

        @Override
        public void synced() {
            told.add("synced");
        }
    }
}
