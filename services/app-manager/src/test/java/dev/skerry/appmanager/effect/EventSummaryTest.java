package dev.skerry.appmanager.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.rest.TrustedSchemas;
import dev.skerry.catalogue.Topic.Kind;
import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.provisioning.InstallationStarted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSummaryTest {

    static {
        TrustedSchemas.trust();
    }

    static Stream<Class<? extends SpecificRecord>> events() {
        Set<Kind> kinds = Set.of(Kind.REQUESTS, Kind.EVENTS, Kind.OBSERVATIONS, Kind.TASKS);
        return Topics.ALL.stream()
                .filter(topic -> kinds.contains(topic.kind()))
                .flatMap(topic -> topic.types().stream());
    }

    /** A type that is added to the catalogue and not here says nothing but its name. */
    @ParameterizedTest
    @MethodSource("events")
    void everyEventSaysMoreThanItsName(Class<? extends SpecificRecord> type) {
        SpecificRecord event = (SpecificRecord) sample(SpecificData.get().getSchema(type));
        String summary = EventSummary.of(event);
        assertThat(summary)
                .startsWith(type.getSimpleName() + " ")
                .hasSizeLessThanOrEqualTo(200)
                .doesNotContain("\n");
        assertThat(summary.toLowerCase(java.util.Locale.ROOT)).doesNotContain("s3cret");
    }

    @Test
    void inWords() {
        InstallationStarted started =
                new InstallationStarted("m", "copenhagen", "small.copenhagen", 1, "s3cret", Instant.EPOCH, null);
        assertThat(EventSummary.of(started)).isEqualTo("InstallationStarted attempt 1 for small.copenhagen");
    }

    private static Object sample(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> {
                SpecificRecord sample = (SpecificRecord) SpecificData.get().newRecord(null, schema);
                for (Schema.Field field : schema.getFields()) {
                    sample.put(field.pos(), field.name().equals("nonce") ? "s3cret" : sample(field.schema()));
                }
                yield sample;
            }
            case ENUM -> SpecificData.get().createEnum(schema.getEnumSymbols().getFirst(), schema);
            case ARRAY -> List.of(sample(schema.getElementType()));
            case MAP -> Map.of("k", sample(schema.getValueType()));
            case UNION -> sample(schema.getTypes().get(1));
            case STRING -> "x".repeat(80);
            case INT -> 1;
            case LONG -> schema.getLogicalType() == null ? (Object) 1L : Instant.EPOCH;
            case DOUBLE -> 1.0;
            case BOOLEAN -> true;
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }
}
