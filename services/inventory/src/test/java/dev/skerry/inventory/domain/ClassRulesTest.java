package dev.skerry.inventory.domain;

import static dev.skerry.inventory.domain.Scenario.MAC;
import static dev.skerry.inventory.domain.Scenario.OTHER_MAC;
import static dev.skerry.inventory.domain.Scenario.facts;
import static dev.skerry.inventory.domain.Scenario.site;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.inventory.domain.InventoryEvent.ClassRecorded;
import dev.skerry.inventory.domain.InventoryEvent.ClassRemoved;
import dev.skerry.inventory.domain.InventoryEvent.MachineClassified;
import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryInput.ClassRemovalRequested;
import dev.skerry.inventory.domain.InventoryInput.ClassRequested;
import dev.skerry.inventory.domain.InventoryInput.Inspected;
import dev.skerry.inventory.domain.InventoryInput.InspectionStarted;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClassRulesTest {

    private final Scenario scenario = new Scenario();
    private String first = "";

    @BeforeEach
    void oneMachineIsInspectedAndOneIsNot() {
        scenario.tell(new InventoryInput.SiteRequested(site("copenhagen", Approval.AUTOMATIC)));
        scenario.announce(Source.API, "copenhagen", "", MAC);
        scenario.announce(Source.API, "copenhagen", "", OTHER_MAC);
        first = scenario.machine(MAC).id();
        scenario.tell(new InspectionStarted(first));
        scenario.tell(new Inspected(first, facts(MAC)));
    }

    @Test
    void aClassIsAskedOfEveryMachineThatIsKnown() {
        List<InventoryEvent> events = scenario.tell(wanted("uefi", "facts.firmware == 'uefi'"));
        assertThat(events)
                .containsExactly(
                        new ClassRecorded(new HardwareClass("uefi", "facts.firmware == 'uefi'", "", scenario.now)),
                        new MachineClassified(
                                first,
                                "copenhagen",
                                scenario.machine(MAC).description().name(),
                                List.of("uefi"),
                                scenario.now));
        scenario.tell(wanted("large", "facts.cpuCores >= 8"));
        assertThat(scenario.machine(MAC).hardwareClasses()).containsExactly("large", "uefi");
        assertThat(scenario.machine(OTHER_MAC).hardwareClasses()).isEmpty();
        assertThat(scenario.tell(wanted("large", "facts.cpuCores >= 8"))).isEmpty();

        assertThat(scenario.tell(wanted("large", "facts.cpuCores >= 64"))).hasSize(2);
        assertThat(scenario.machine(MAC).hardwareClasses()).containsExactly("uefi");
        assertThat(scenario.tell(new ClassRequested("large", "facts.cpuCores >= 64", "the large ones")))
                .as("its words alone")
                .hasOnlyElementsOfType(ClassRecorded.class);

        assertThat(scenario.tell(new ClassRemovalRequested("uefi")))
                .hasAtLeastOneElementOfType(ClassRemoved.class)
                .hasSize(2);
        assertThat(scenario.machine(MAC).hardwareClasses()).isEmpty();
        assertThat(scenario.tell(new ClassRemovalRequested("uefi"))).isEmpty();
    }

    @Test
    void anInspectionSaysToWhichClassesAMachineBelongs() {
        scenario.tell(wanted("uefi", "facts.firmware == 'uefi'"));
        scenario.tell(wanted("fast", "facts.nics.exists(n, has(n.speedMbps) && n.speedMbps >= 10000)"));
        String second = scenario.machine(OTHER_MAC).id();
        scenario.tell(new InspectionStarted(second));
        assertThat(scenario.tell(new Inspected(second, facts(OTHER_MAC))))
                .last()
                .isInstanceOfSatisfying(
                        MachineClassified.class, e -> assertThat(e.classes()).containsExactly("fast", "uefi"));
        assertThat(scenario.tell(new Inspected(second, facts(OTHER_MAC)))).isEmpty();
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(scenario.tell(wanted("Large", "true")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.field()).isEqualTo("name"));
        assertThat(scenario.tell(wanted("large", "facts.cores > 1")))
                .singleElement()
                .isInstanceOfSatisfying(Refused.class, e -> {
                    assertThat(e.field()).isEqualTo("rule");
                    assertThat(e.reason()).startsWith("line 1, column 6: ");
                });
    }

    private static ClassRequested wanted(String name, String rule) {
        return new ClassRequested(name, rule, "");
    }
}
