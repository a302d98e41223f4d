package dev.skerry.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.schemas.inventory.Disk;
import dev.skerry.schemas.inventory.Facts;
import dev.skerry.schemas.inventory.Nic;
import java.util.Collections;
import java.util.List;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactRuleTest {

    static {
        // As the runtime's codec does it in a service.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getName().startsWith("dev.skerry.schemas.")));
    }

    private static final Facts FACTS = Facts.newBuilder()
            .setArchitecture("x86_64")
            .setCpuCores(16)
            .setMemoryMiB(65_536)
            .setDisks(List.of(
                    new Disk("sda", 480_000_000_000L, "S1", "Acme 480", null, false),
                    new Disk("sdb", 1L, null, null, null, null)))
            .setNics(List.of(new Nic("eth0", "52:54:00:00:01:01", "igb", 10_000)))
            .setManufacturer("Acme")
            .setFirmware("uefi")
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "facts.cpuCores >= 16                                                                 | true",
                "facts.cpuCores > 16                                                                  | false",
                "facts.architecture == 'x86_64' && facts.memoryMiB >= 64 * 1024                       | true",
                "facts.disks.exists(d, has(d.rotational) && !d.rotational && d.sizeBytes > 400000000000) | true",
                "facts.disks.all(d, has(d.serial))                                                    | false",
                "facts.nics.filter(n, has(n.speedMbps) && n.speedMbps >= 10000).size() == 1           | true",
                "facts.manufacturer.startsWith('Ac') && facts.firmware == 'uefi'                      | true",
                "has(facts.tpmVersion)                                                                | false",
                "facts.tpmVersion == '2.0'                                                            | false",
                "facts.disks[7].sizeBytes > 0                                                         | false",
                "facts.cpuCores / 0 == 1                                                              | false",
                "facts.manufacturer.matches('^A.*e$')                                                 | true"
            })
    void aRuleHoldsOrDoesNot(String rule, boolean holds) {
        assertThat(FactRule.fault(rule)).isEmpty();
        assertThat(FactRule.of(rule).holds(FACTS)).isEqualTo(holds);
        assertThat(FactRule.of(rule).holds(FACTS)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "facts.cpuCore >= 16        | line 1, column 6: | cpuCore",
                "facts.cpuCores >= '16'     | line 1, column 16: | _>=_",
                "facts.cpuCores             | line 1, column 6: | bool",
                "facts.cpuCores >=          | line 1, column | mismatched",
                "fact.cpuCores >= 1         | line 1, column 1: | undeclared reference to 'fact'",
                "facts.disks.exists(d, d.size > 1) | line 1, column 24: | size"
            })
    void whatIsWrongIsSaidWithItsPlace(String rule, String place, String what) {
        assertThat(FactRule.fault(rule))
                .hasValueSatisfying(fault ->
                        assertThat(fault).startsWith(place).contains(what).endsWith("such as facts.cpuCores >= 16"));
        assertThatThrownBy(() -> FactRule.of(rule)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void anEmptyRuleIsNone(String rule) {
        assertThat(FactRule.fault(rule))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("is empty"));
    }

    @Test
    void aRuleHasAnEnd() {
        assertThat(FactRule.fault("true" + " && true".repeat(600)))
                .hasValueSatisfying(fault -> assertThat(fault).contains("4804 characters"));
        assertThat(FactRule.fault("(".repeat(200) + "true" + ")".repeat(200))).isPresent();
        Facts many = Facts.newBuilder(FACTS)
                .setDisks(Collections.nCopies(500, new Disk("sda", 1L, null, null, null, null)))
                .build();
        FactRule endless = FactRule.of(
                "facts.disks.all(a, facts.disks.all(b, facts.disks.all(c, a.sizeBytes + b.sizeBytes + c.sizeBytes == 3)))");
        assertThat(endless.holds(many)).isFalse();
        assertThat(endless.holds(FACTS)).isFalse();
        assertThat(FactRule.of("facts.disks.all(a, a.sizeBytes == 1)").holds(many))
                .isTrue();
    }
}
