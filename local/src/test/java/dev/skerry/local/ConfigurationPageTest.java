package dev.skerry.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Path NAMES =
            Path.of("../kafka-runtime/src/main/resources/dev/skerry/runtime/settings/names.txt");

    @Test
    void thePageSaysWhatTheRecordsSay() throws IOException {
        compare(PAGE, ConfigurationPage.document());
    }

    @Test
    void everySettingIsKnownAtTheStart() throws IOException {
        compare(NAMES, ConfigurationPage.names());
    }

    @Test
    void everySettingHasAMeaning() throws IOException {
        assertThat(ConfigurationPage.document().lines().filter(line -> line.startsWith("| `skerry.")))
                .hasSizeGreaterThan(50)
                .noneMatch(line -> line.endsWith("|  |"));
    }

    private static void compare(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("skerry.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertThat(Files.readString(file))
                .as("out of date; run: mvn -pl local test -Dtest=ConfigurationPageTest -Dskerry.regenerate=true")
                .isEqualTo(generated);
    }
}
