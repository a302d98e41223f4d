package dev.skerry.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.runtime.RuntimeProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;

class WrongSettingAnalyzerTest {

    @EnableConfigurationProperties(RuntimeProperties.class)
    private static final class Settings {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bootstrap-servers | ''                     | is required          | kafka-1:9092",
                "bootstrap-servers | kafka                  | not host:port        | host:port",
                "registry-url      | http://registry:8080   | not protected        | https://",
                "registry-url      | ftp://registry         | no such URL          | https://",
                "registry-ca       | /nowhere               | no file              | correct the path",
                "topic-prefix      | 'a b'                  | no part of a topic   | letters",
                "commit-interval   | -1s                    | not positive         | 30s",
                "commit-interval   | soon                   | cannot be read as    | docs/configuration.md",
                "disk-reserve      | -1B                    | negative             | 256MB",
                "local-mode        | perhaps                | cannot be read as    | docs/configuration.md",
            })
    void saysNameWhatIsWrongAndRemedy(String name, String value, String wrong, String remedy) {
        Map<String, Object> settings = new LinkedHashMap<>(Map.of(
                "spring.config.name", "none",
                "spring.main.web-application-type", "none",
                "skerry.bootstrap-servers", "kafka:9092",
                "skerry.registry-url", "https://registry:8443/apis/ccompat/v7",
                "skerry.state-dir", "state",
                "skerry.secrets-dir", "secrets"));
        settings.put("skerry." + name, value);
        FailureAnalysis analysis = analyzed(settings);
        assertThat(analysis.getDescription()).startsWith("skerry." + name).contains(wrong);
        assertThat(analysis.getAction()).contains(remedy);
    }

    private static FailureAnalysis analyzed(Map<String, Object> settings) {
        try {
            new SpringApplicationBuilder(Settings.class)
                    .properties(settings)
                    .run()
                    .close();
        } catch (RuntimeException e) {
            return Objects.requireNonNull(new WrongSettingAnalyzer().analyze(e), "analyzed");
        }
        throw new AssertionError("it started");
    }
}
