package dev.skerry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasedSchemasTest {

    private static final String SUBJECT = "inventory.site.state-dev.skerry.schemas.inventory.SiteState";

    @Test
    void todaysSchemasAreCompatibleWithEveryRelease() {
        assertThat(new ReleasedSchemas(Path.of("released")).incompatibilities(Subjects.all("")))
                .isEmpty();
    }

    @Test
    void aFieldWithoutDefaultIsFound(@TempDir Path folder) throws IOException {
        Map<String, Schema> today = new HashMap<>(Subjects.all(""));
        ReleasedSchemas released = new ReleasedSchemas(folder);
        released.release("1.0.0", today);
        assertThat(released.incompatibilities(today)).isEmpty();

        today.put(SUBJECT, changed("\"name\":\"site\"", "\"name\":\"siteName\""));
        assertThat(released.incompatibilities(today))
                .anySatisfy(line -> assertThat(line)
                        .contains(SUBJECT, "new reader of old records", "READER_FIELD_MISSING_DEFAULT_VALUE"))
                .anySatisfy(line -> assertThat(line).contains("old reader of new records"));
    }

    @Test
    void aChangedTypeAndARemovedSubjectAreFound(@TempDir Path folder) throws IOException {
        Map<String, Schema> today = new HashMap<>(Subjects.all(""));
        ReleasedSchemas released = new ReleasedSchemas(folder);
        released.release("1.0.0", today);

        today.put(
                SUBJECT,
                changed("\"name\":\"latitude\",\"type\":\"double\"", "\"name\":\"latitude\",\"type\":\"string\""));
        assertThat(released.incompatibilities(today))
                .anySatisfy(line -> assertThat(line).contains("TYPE_MISMATCH"));
        today.remove(SUBJECT);
        assertThat(released.incompatibilities(today))
                .anySatisfy(line -> assertThat(line).contains("subject is gone"));
    }

    private static Schema changed(String from, String to) {
        String text =
                RegistryClient.portable(Objects.requireNonNull(Subjects.all("").get(SUBJECT)));
        assertThat(text).contains(from);
        return new Schema.Parser().parse(text.replace(from, to));
    }
}
