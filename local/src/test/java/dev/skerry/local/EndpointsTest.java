package dev.skerry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {

    @TempDir
    private Path state = Path.of("");

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Endpoints endpoints = new Endpoints(
                "http://127.0.0.1:1",
                "http://127.0.0.1:2",
                "https://127.0.0.1:3",
                "https://127.0.0.1:4",
                "127.0.0.1:5",
                "edge.test.",
                "127.0.0.1:6",
                "http://127.0.0.1:7/apis/ccompat/v7",
                "http://127.0.0.1:8",
                "http://127.0.0.1:9",
                "/secrets",
                10,
                11,
                12,
                13);
        assertThat(Endpoints.read(state)).isEmpty();
        endpoints.write(state);
        assertThat(Endpoints.read(state)).contains(endpoints);
        Endpoints.remove(state);
        assertThat(Endpoints.read(state)).isEmpty();
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Files.writeString(state.resolve(Endpoints.FILE), "{\"api\":");
        assertThatThrownBy(() -> Endpoints.read(state))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged");
    }
}
