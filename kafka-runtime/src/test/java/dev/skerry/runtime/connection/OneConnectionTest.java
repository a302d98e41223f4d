package dev.skerry.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OneConnectionTest {

    /** A client that is told of its brokers by anything else would come to them unprotected. */
    @Test
    void nothingButTheConnectionTellsAClientOfTheServicesWhereTheBrokersAre() throws IOException {
        List<Path> sources;
        try (Stream<Path> runtime = Files.walk(Path.of("src/main/java"));
                Stream<Path> services = Files.walk(Path.of("../services"))) {
            sources = Stream.concat(
                            runtime, services.filter(path -> path.toString().contains("/src/main/java/")))
                    .filter(path -> path.toString().endsWith(".java"))
                    .toList();
        }
        assertThat(sources).hasSizeGreaterThan(200);
        for (Path source : sources) {
            if (!source.endsWith("KafkaConnection.java")) {
                assertThat(Files.readString(source))
                        .as(source.toString())
                        .doesNotContain("BOOTSTRAP_SERVERS_CONFIG")
                        .doesNotContain("\"bootstrap.servers\"");
            }
        }
    }
}
