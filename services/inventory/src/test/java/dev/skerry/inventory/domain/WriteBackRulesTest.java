package dev.skerry.inventory.domain;

import static dev.skerry.inventory.domain.Scenario.MAC;
import static dev.skerry.inventory.domain.Scenario.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.inventory.domain.InventoryEvent.FactsRecorded;
import dev.skerry.inventory.domain.InventoryEvent.LifecycleChanged;
import dev.skerry.inventory.domain.InventoryInput.AttemptFailed;
import dev.skerry.inventory.domain.InventoryInput.BecameAvailable;
import dev.skerry.inventory.domain.InventoryInput.Failed;
import dev.skerry.inventory.domain.InventoryInput.Inspected;
import dev.skerry.inventory.domain.InventoryInput.InspectionStarted;
import dev.skerry.inventory.domain.InventoryInput.InstallationProgressed;
import dev.skerry.inventory.domain.InventoryInput.InstallationStarted;
import dev.skerry.inventory.domain.InventoryInput.Installed;
import dev.skerry.inventory.domain.InventoryInput.NodeAssigned;
import dev.skerry.inventory.domain.InventoryInput.NodeReleased;
import dev.skerry.inventory.domain.InventoryInput.ReleaseStarted;
import dev.skerry.inventory.domain.InventoryInput.Retired;
import dev.skerry.inventory.domain.InventoryInput.Wiped;
import dev.skerry.inventory.domain.InventoryInput.WriteBack;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteBackRulesTest {

    private static final String CLUSTER = "small.copenhagen";

    private final Scenario scenario = new Scenario();
    private String id = "";

    @BeforeEach
    void approve() {
        scenario.site("copenhagen", Approval.AUTOMATIC);
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC);
        id = scenario.machine(MAC).id();
    }

    @Test
    void tellsTheWholeLifeOfAMachine() {
        for (WriteBack result : life()) {
            scenario.tell(result);
        }

        Machine machine = scenario.machine(MAC);
        assertThat(machine.history())
                .extracting(Step::lifecycle)
                .containsExactly(
                        Lifecycle.DISCOVERED,
                        Lifecycle.APPROVED,
                        Lifecycle.INSPECTING,
                        Lifecycle.AVAILABLE,
                        Lifecycle.INSTALLING,
                        Lifecycle.ACTIVE,
                        Lifecycle.RELEASING,
                        Lifecycle.AVAILABLE);
        assertThat(machine.facts()).contains(facts(MAC));
        assertThat(machine.clusterId()).isEmpty();
        assertThat(machine.nodeName()).isEmpty();
        assertThat(machine.role()).isEmpty();
    }

    @Test
    void takesNoResultTwice() {
        for (WriteBack result : life()) {
            scenario.tell(result);
            Machine once = scenario.machine(MAC);
            assertThat(scenario.tell(result)).as("%s again", result).isEmpty();
            assertThat(scenario.machine(MAC)).isEqualTo(once);
        }
    }

    @Test
    void publishesFactsAndStepsAndKeepsProgressToTheRecord() {
        scenario.tell(new InspectionStarted(id));
        assertThat(scenario.tell(new Inspected(id, facts(MAC))))
                .containsExactly(new FactsRecorded(id, "copenhagen", facts(MAC), scenario.now));
        assertThat(scenario.tell(new BecameAvailable(id, facts(MAC)))).containsExactly(step(Lifecycle.AVAILABLE, ""));
        assertThat(scenario.tell(new InstallationStarted(id, CLUSTER, Optional.empty())))
                .containsExactly(new LifecycleChanged(
                        id, "copenhagen", Lifecycle.INSTALLING, "", Optional.of(CLUSTER), scenario.now));

        scenario.tell(new InstallationProgressed(id, "write-image", 50));
        assertThat(scenario.machine(MAC).progress()).isEqualTo("write-image 50 %");
        assertThat(scenario.machine(MAC).clusterId()).contains(CLUSTER);

        scenario.tell(new Installed(id, CLUSTER));
        assertThat(scenario.machine(MAC).progress()).isEmpty();
        assertThat(scenario.tell(new InstallationProgressed(id, "write-image", 60)))
                .isEmpty();
    }

    @Test
    void recordsFactsThatOnlyTheLastResultCarries() {
        scenario.tell(new InspectionStarted(id));

        assertThat(scenario.tell(new BecameAvailable(id, facts(MAC))))
                .hasSize(2)
                .first()
                .isInstanceOf(FactsRecorded.class);
        assertThat(scenario.machine(MAC).facts()).contains(facts(MAC));
    }

    @Test
    void saysWhyAnAttemptFailedAndWhenTheNextBegins() {
        Instant next = Instant.parse("2026-11-23T10:05:00Z");
        scenario.tell(new InspectionStarted(id));
        scenario.tell(new AttemptFailed(id, Lifecycle.INSPECTING, "no contact", next));

        Machine waiting = scenario.machine(MAC);
        assertThat(waiting.lifecycle()).isEqualTo(Lifecycle.INSPECTING);
        assertThat(waiting.progress()).isEqualTo("waiting for the next attempt");
        assertThat(waiting.reason())
                .isEqualTo("an attempt failed: no contact; the next begins at 2026-11-23T10:05:00Z");

        scenario.tell(new InspectionStarted(id));
        assertThat(scenario.machine(MAC).progress()).isEqualTo("trying again");

        assertThat(scenario.tell(new Failed(id, Lifecycle.INSPECTING, "no contact", 2)))
                .containsExactly(step(Lifecycle.FAILED, "INSPECTING after 2 attempts: no contact"));
        scenario.tell(new InspectionStarted(id));
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.INSPECTING);
        assertThat(scenario.machine(MAC).reason()).isEmpty();
    }

    @Test
    void saysThatAPersonIsWaitedForSinceWhenAndUntilWhen() {
        scenario.tell(new InspectionStarted(id));
        scenario.tell(new InventoryInput.PersonAwaited(
                id, Instant.parse("2026-11-23T10:00:00Z"), Instant.parse("2026-11-23T10:10:00Z")));
        assertThat(scenario.machine(MAC).progress())
                .isEqualTo("waits for a person to power it on at the machine, or to reset it when it is on,"
                        + " since 2026-11-23T10:00:00Z until 2026-11-23T10:10:00Z");
        scenario.tell(new InventoryInput.PersonNoLongerAwaited(id));
        assertThat(scenario.machine(MAC).progress()).isEmpty();
        assertThat(scenario.tell(new InventoryInput.PersonNoLongerAwaited(id))).isEmpty();
    }

    @Test
    void recordsAHoldUntilItsEnd() {
        scenario.tell(new InventoryInput.Held(id, "its fan"));
        assertThat(scenario.tell(new InventoryInput.Held(id, "its fan"))).isEmpty();
        assertThat(scenario.machine(MAC).hold().orElseThrow().reason()).isEqualTo("its fan");
        scenario.tell(new InventoryInput.Unheld(id));
        assertThat(scenario.machine(MAC).hold()).isEmpty();
        assertThat(scenario.tell(new InventoryInput.Unheld(id))).isEmpty();
    }

    @Test
    void tellsWhereAMachineInRescueIsLoggedInTo() {
        life().subList(0, 7).forEach(scenario::tell);
        scenario.tell(new InventoryInput.RescueStarted(id));
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.RESCUE);
        assertThat(scenario.machine(MAC).clusterId()).contains(CLUSTER);
        scenario.tell(new AttemptFailed(id, Lifecycle.RESCUE, "no SSH", scenario.now));
        scenario.tell(new InventoryInput.RescueStarted(id));
        scenario.tell(new InventoryInput.RescueReady(id, "10.0.0.11", "SHA256:x"));
        assertThat(scenario.machine(MAC).progress()).isEqualTo("ssh root@10.0.0.11, host key SHA256:x");
        assertThat(scenario.machine(MAC).reason()).isEmpty();
        scenario.tell(new InventoryInput.RescueEnded(id, Lifecycle.ACTIVE, ""));
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(scenario.machine(MAC).clusterId()).contains(CLUSTER);
    }

    @Test
    void aRescueThatFailedGoesBackToo() {
        life().subList(0, 7).forEach(scenario::tell);
        scenario.tell(new InventoryInput.RescueStarted(id));
        scenario.tell(new Failed(id, Lifecycle.RESCUE, "no SSH", 3));
        assertThat(scenario.machine(MAC).reason()).isEqualTo("RESCUE after 3 attempts: no SSH");
        scenario.tell(new InventoryInput.RescueEnded(id, Lifecycle.FAILED, "INSTALLING: no image"));
        assertThat(scenario.machine(MAC).reason()).isEqualTo("INSTALLING: no image");
        scenario.tell(new InventoryInput.RescueStarted(id));
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.RESCUE);
    }

    @Test
    void dropsWhatIsLate() {
        List<WriteBack> untilActive = life().subList(0, 7);
        untilActive.forEach(scenario::tell);
        Machine active = scenario.machine(MAC);
        assertThat(active.lifecycle()).isEqualTo(Lifecycle.ACTIVE);

        // An installation of a machine that is active is one more, which a person asked for.
        for (WriteBack late : untilActive.stream()
                .filter(each -> !(each instanceof InstallationStarted))
                .toList()) {
            assertThat(scenario.tell(late)).as("%s late", late).isEmpty();
        }
        assertThat(scenario.tell(new AttemptFailed(id, Lifecycle.INSTALLING, "x", scenario.now)))
                .isEmpty();
        assertThat(scenario.tell(new Failed(id, Lifecycle.INSTALLING, "x", 1))).isEmpty();
        assertThat(scenario.machine(MAC)).isEqualTo(active);
    }

    @Test
    void takesResultsOfTwoTopicsInAnyOrder() {
        scenario.tell(new InspectionStarted(id));
        scenario.tell(new NodeAssigned(id, CLUSTER, "cph-1", NodeRole.SERVER));
        scenario.tell(new BecameAvailable(id, facts(MAC)));
        scenario.tell(new InstallationStarted(id, CLUSTER, Optional.empty()));

        Machine machine = scenario.machine(MAC);
        assertThat(machine.lifecycle()).isEqualTo(Lifecycle.INSTALLING);
        assertThat(machine.clusterId()).contains(CLUSTER);
        assertThat(machine.nodeName()).contains("cph-1");
        assertThat(machine.role()).contains(NodeRole.SERVER);

        assertThat(scenario.tell(new NodeReleased(id, "another.cluster"))).isEmpty();
        scenario.tell(new NodeReleased(id, CLUSTER));
        assertThat(scenario.machine(MAC).clusterId()).isEmpty();
    }

    @Test
    void forgetsAClusterWhoseReleaseOvertookItsInstallation() {
        scenario.tell(new InspectionStarted(id));
        scenario.tell(new BecameAvailable(id, facts(MAC)));
        scenario.tell(new NodeAssigned(id, CLUSTER, "cph-1", NodeRole.AGENT));
        scenario.tell(new NodeReleased(id, CLUSTER));
        scenario.tell(new InstallationStarted(id, CLUSTER, Optional.empty()));
        assertThat(scenario.machine(MAC).clusterId()).contains(CLUSTER);

        scenario.tell(new ReleaseStarted(id));
        assertThat(scenario.tell(new BecameAvailable(id, facts(MAC)))).containsExactly(step(Lifecycle.AVAILABLE, ""));
        assertThat(scenario.machine(MAC).clusterId()).isEmpty();
    }

    @Test
    void goesFromAWipeStraightIntoTheNextInstallation() {
        life().subList(0, 10).forEach(scenario::tell);

        scenario.tell(new InstallationStarted(id, "large.copenhagen", Optional.empty()));

        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.INSTALLING);
        assertThat(scenario.machine(MAC).clusterId()).contains("large.copenhagen");
        assertThat(scenario.tell(new NodeReleased(id, CLUSTER))).isEmpty();
    }

    @Test
    void tellsWithWhatAMachineIsInstalled() {
        life().subList(0, 3).forEach(scenario::tell);
        InstalledWith first = new InstalledWith("edge", 3);
        scenario.tell(new InstallationStarted(id, CLUSTER, Optional.of(first)));
        assertThat(scenario.machine(MAC).installedWith()).contains(first);
        assertThat(scenario.tell(new InstallationStarted(id, CLUSTER, Optional.of(first))))
                .isEmpty();

        InstalledWith second = new InstalledWith("edge", 4);
        assertThat(scenario.tell(new InstallationStarted(id, CLUSTER, Optional.of(second))))
                .containsExactly(new InventoryEvent.ProfileRecorded(id, Optional.of(second), scenario.now));
        scenario.tell(new Installed(id, CLUSTER));
        assertThat(scenario.machine(MAC).installedWith()).contains(second);

        assertThat(scenario.tell(new InstallationStarted(id, CLUSTER, Optional.empty())))
                .as("installed anew, without a profile")
                .contains(new InventoryEvent.ProfileRecorded(id, Optional.empty(), scenario.now));
        scenario.tell(new ReleaseStarted(id));
        scenario.tell(new Retired(id));
        assertThat(scenario.tell(new InstallationStarted(id, CLUSTER, Optional.of(first))))
                .as("an old one that comes again")
                .isEmpty();
    }

    @Test
    void keepsTheNewestStepsOnly() {
        scenario.tell(new InspectionStarted(id));
        for (int round = 1; round <= 40; round++) {
            scenario.tell(new Failed(id, Lifecycle.INSPECTING, "round " + round, 1));
            scenario.tell(new InspectionStarted(id));
        }

        List<Step> history = scenario.machine(MAC).history();
        assertThat(history).hasSize(Machine.LONGEST_HISTORY);
        assertThat(history.getLast()).isEqualTo(new Step(Lifecycle.INSPECTING, scenario.now, ""));
        assertThat(history.getFirst().reason()).isEqualTo("INSPECTING after 1 attempt: round 25");
        assertThat(history).extracting(Step::at).isSorted();
    }

    @Test
    void knowsNothingOfStrangersAndOfThoseWhoWereNotLetIn() {
        scenario.site("aarhus", Approval.MANUAL);
        scenario.announce(Source.API, "aarhus", "aar-1", "52:54:00:00:02:01");
        String outside = scenario.machine("52:54:00:00:02:01").id();

        assertThat(scenario.tell(new InspectionStarted("stranger"))).isEmpty();
        assertThat(scenario.tell(new InspectionStarted(outside))).isEmpty();
    }

    private LifecycleChanged step(Lifecycle lifecycle, String reason) {
        return new LifecycleChanged(id, "copenhagen", lifecycle, reason, Optional.empty(), scenario.now);
    }

    private List<WriteBack> life() {
        return List.of(
                new InspectionStarted(id),
                new Inspected(id, facts(MAC)),
                new BecameAvailable(id, facts(MAC)),
                new NodeAssigned(id, CLUSTER, "cph-1", NodeRole.SERVER),
                new InstallationStarted(id, CLUSTER, Optional.empty()),
                new InstallationProgressed(id, "write-image", 50),
                new Installed(id, CLUSTER),
                new ReleaseStarted(id),
                new NodeReleased(id, CLUSTER),
                new Wiped(id, List.of("S1"), "discard"),
                new BecameAvailable(id, facts(MAC)));
    }
}
