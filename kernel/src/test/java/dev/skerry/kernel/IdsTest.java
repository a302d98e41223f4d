package dev.skerry.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final Instant TIME = Instant.parse("2026-11-23T12:00:00.123Z");

    @Test
    void anIdIsAFunctionOfItsCauseAndIndex() {
        assertThat(Ids.derived("cause", 0)).isEqualTo(Ids.derived("cause", 0));
        Set<UUID> ids = new HashSet<>();
        for (int index = 0; index < 1000; index++) {
            ids.add(Ids.derived("cause", index));
            ids.add(Ids.derived("cause" + index, 0));
        }
        assertThat(ids).as("cause#0 is both").hasSize(2000).allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(8);
            assertThat(id.variant()).isEqualTo(2);
        });
    }

    @Test
    void aTimeOrderedIdCarriesItsTimeInTheFirst48Bits() {
        UUID id = Ids.timeOrdered(TIME, "announcement");
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(TIME.toEpochMilli());
        assertThat(id).isEqualTo(Ids.timeOrdered(TIME, "announcement")).isNotEqualTo(Ids.timeOrdered(TIME, "another"));
        assertThat(id.toString())
                .isLessThan(Ids.timeOrdered(TIME.plusMillis(1), "announcement").toString());
    }
}
