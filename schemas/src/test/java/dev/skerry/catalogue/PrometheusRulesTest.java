package dev.skerry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrometheusRulesTest {

    private static final Path RULES = Path.of("../monitoring/rules");
    private static final Path RESOURCES = Path.of("../k8s/base/monitoring/rules.yaml");

    @Test
    void thePrometheusOperatorGetsTheRulesThatPromtoolTests() throws IOException {
        String generated;
        try (Stream<Path> files = Files.list(RULES)) {
            generated = files.filter(Files::isRegularFile)
                    .sorted()
                    .map(PrometheusRulesTest::resource)
                    .collect(Collectors.joining("---\n", "# Generated from monitoring/rules.\n", ""));
        }
        if (Boolean.getBoolean("skerry.regenerate")) {
            Files.writeString(RESOURCES, generated);
        }
        assertThat(Files.readString(RESOURCES))
                .as("out of date; run: mvn -pl schemas test -Dtest=PrometheusRulesTest -Dskerry.regenerate=true")
                .isEqualTo(generated);
    }

    private static String resource(Path file) {
        String name = file.getFileName().toString().replace(".yaml", "");
        return """
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata:
                  name: %s
                spec:
                """.formatted(name)
                + lines(file).stream()
                        .map(line -> line.isEmpty() ? "\n" : "  " + line + "\n")
                        .collect(Collectors.joining());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
