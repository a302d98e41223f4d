package dev.skerry.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryInput.ApprovalRequested;
import dev.skerry.inventory.domain.InventoryInput.AttemptFailed;
import dev.skerry.inventory.domain.InventoryInput.BecameAvailable;
import dev.skerry.inventory.domain.InventoryInput.ClassRemovalRequested;
import dev.skerry.inventory.domain.InventoryInput.ClassRequested;
import dev.skerry.inventory.domain.InventoryInput.Failed;
import dev.skerry.inventory.domain.InventoryInput.Inspected;
import dev.skerry.inventory.domain.InventoryInput.InspectionStarted;
import dev.skerry.inventory.domain.InventoryInput.InstallationProgressed;
import dev.skerry.inventory.domain.InventoryInput.InstallationStarted;
import dev.skerry.inventory.domain.InventoryInput.Installed;
import dev.skerry.inventory.domain.InventoryInput.MachineAnnounced;
import dev.skerry.inventory.domain.InventoryInput.NodeAssigned;
import dev.skerry.inventory.domain.InventoryInput.NodeReleased;
import dev.skerry.inventory.domain.InventoryInput.RejectionRequested;
import dev.skerry.inventory.domain.InventoryInput.ReleaseStarted;
import dev.skerry.inventory.domain.InventoryInput.SiteRequested;
import dev.skerry.inventory.domain.InventoryInput.Wiped;
import dev.skerry.inventory.domain.InventoryInput.Woken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories from few names, MACs and sites, so that they meet often; the seed makes them the same every time. */
class InventoryHistoriesTest {

    private static final int INPUTS = 3_000;
    private static final List<String> SITES = List.of("copenhagen", "aarhus", "atlantis");
    private static final List<String> PREFIXES = List.of("10.1.0.0/16", "10.2.0.0/16", "2001:db8::/32", "10.1.0.1/16");

    @Test
    void replayGivesTheSameStateAndEveryRuleHolds() {
        Set<Class<?>> events = new HashSet<>();
        Set<Lifecycle> lifecycles = EnumSet.noneOf(Lifecycle.class);
        for (long seed = 1; seed <= 8; seed++) {
            Scenario scenario = history(new Random(seed));
            scenario.all.forEach(event -> events.add(event.getClass()));
            scenario.inventory
                    .machines()
                    .forEach(machine -> machine.history().forEach(step -> lifecycles.add(step.lifecycle())));
        }

        assertThat(events).containsExactlyInAnyOrder(eventTypes());
        assertThat(lifecycles)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(Lifecycle.RESCUE, Lifecycle.RETIRED)));
    }

    private static Scenario history(Random random) {
        Scenario scenario = new Scenario();
        List<InventoryInput> past = new ArrayList<>();
        for (int count = 0; count < INPUTS; count++) {
            InventoryInput input = past.isEmpty() || random.nextInt(10) > 1
                    ? input(random, scenario.inventory, count)
                    : past.get(random.nextInt(past.size()));
            past.add(input);
            scenario.tell(input);
            check(scenario.inventory);
        }

        Inventory replayed = scenario.decider.evolve(scenario.decider.initial("fleet"), scenario.all);
        assertThat(replayed).isEqualTo(scenario.inventory);
        assertThat(Inventory.of(
                        scenario.inventory.sites(),
                        scenario.inventory.machines(),
                        scenario.inventory.hardwareClasses()))
                .isEqualTo(scenario.inventory);
        assertThat(scenario.decider.wakeAt(scenario.inventory)).isEmpty();
        return scenario;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void everyInputTwiceEndsInTheSameMachinesAndSteps(long seed) {
        List<List<Lifecycle>> once = lives(seed, 1);
        List<List<Lifecycle>> twice = lives(seed, 2);

        assertThat(twice).isEqualTo(once);
    }

    @Test
    void decidingChangesNothing() {
        Random random = new Random(21);
        Scenario scenario = new Scenario();
        for (int count = 0; count < 500; count++) {
            InventoryInput input = input(random, scenario.inventory, count);
            Inventory before = Inventory.of(
                    scenario.inventory.sites(), scenario.inventory.machines(), scenario.inventory.hardwareClasses());
            List<InventoryEvent> first = scenario.decider.decide(scenario.inventory, input, scenario.now);
            assertThat(scenario.inventory).isEqualTo(before);
            assertThat(scenario.decider.decide(scenario.inventory, input, scenario.now))
                    .isEqualTo(first);
            scenario.tell(input);
        }
    }

    private static List<List<Lifecycle>> lives(long seed, int times) {
        Random random = new Random(seed);
        Scenario scenario = new Scenario();
        for (int count = 0; count < INPUTS / 3; count++) {
            InventoryInput input = input(random, scenario.inventory, count);
            for (int time = 0; time < times; time++) {
                scenario.now = Scenario.START.plusSeconds(count);
                scenario.tell(input);
            }
        }
        return scenario.inventory.machines().stream()
                .sorted(Comparator.comparing(Machine::id))
                .map(machine -> machine.history().stream().map(Step::lifecycle).toList())
                .toList();
    }

    private static void check(Inventory inventory) {
        Set<String> macs = new HashSet<>();
        Set<String> names = new HashSet<>();
        Set<Prefix> prefixes = new HashSet<>();
        for (Machine machine : inventory.machines()) {
            assertThat(names.add(machine.description().name())).isTrue();
            assertThat(machine.description().macs()).isNotEmpty().allMatch(macs::add);
            assertThat(inventory.site(machine.site())).isPresent();
            List<Step> history = machine.history();
            assertThat(history).hasSizeBetween(1, Machine.LONGEST_HISTORY);
            assertThat(history.getLast().lifecycle()).isEqualTo(machine.lifecycle());
            for (int index = 1; index < history.size(); index++) {
                assertThat(history.get(index - 1)
                                .lifecycle()
                                .mayBecome(history.get(index).lifecycle()))
                        .isTrue();
            }
        }
        for (Site site : inventory.sites()) {
            assertThat(site.description().clientPrefixes())
                    .allMatch(text -> prefixes.add(Prefix.parsed(text).orElseThrow()));
        }
    }

    private static InventoryInput input(Random random, Inventory inventory, int count) {
        List<String> ids =
                inventory.machines().stream().map(Machine::id).sorted().toList();
        String id = ids.isEmpty() || random.nextInt(50) == 0 ? "nobody" : ids.get(random.nextInt(ids.size()));
        Lifecycle during = Lifecycle.values()[random.nextInt(Lifecycle.values().length)];
        String cluster = "small-" + random.nextInt(2);
        int attempt = 1 + random.nextInt(3);
        return switch (random.nextInt(21)) {
            case 0 -> site(random);
            case 1, 2, 3, 4 -> announcement(random, count);
            case 5 -> new ApprovalRequested(id, "anna");
            case 6 -> new RejectionRequested(id, "no", "bert");
            case 7 -> new InspectionStarted(id);
            case 8 ->
                random.nextBoolean()
                        ? new InventoryInput.Held(id, "reason " + random.nextInt(2))
                        : new InventoryInput.Unheld(id);
            case 9 -> new Inspected(id, Scenario.facts(mac(random), mac(random)));
            case 10, 11 -> new BecameAvailable(id, Scenario.facts(mac(random)));
            case 12 ->
                new InstallationStarted(id, cluster, Optional.of(new InstalledWith("edge", 1 + random.nextInt(3))));
            case 13 -> new InstallationProgressed(id, "write-image", random.nextInt(101));
            case 14 -> new Installed(id, cluster);
            case 15 -> new ReleaseStarted(id);
            case 16 -> random.nextBoolean() ? new Wiped(id, List.of("S1"), "discard") : new Woken();
            case 17 ->
                random.nextBoolean()
                        ? new AttemptFailed(id, during, "x", Scenario.START)
                        : new Failed(id, during, "x", attempt);
            case 18 ->
                new NodeAssigned(
                        id,
                        cluster,
                        "node-" + random.nextInt(3),
                        random.nextBoolean() ? NodeRole.SERVER : NodeRole.AGENT);
            case 19 ->
                random.nextInt(4) > 0
                        ? new ClassRequested(
                                "class" + random.nextInt(2), "facts.nics.size() > " + random.nextInt(3), "")
                        : new ClassRemovalRequested("class" + random.nextInt(2));
            default -> new NodeReleased(id, cluster);
        };
    }

    private static InventoryInput site(Random random) {
        List<String> prefixes =
                PREFIXES.stream().filter(prefix -> random.nextInt(4) == 0).toList();
        Approval approval = random.nextInt(4) > 0 ? Approval.MANUAL : Approval.AUTOMATIC;
        return new SiteRequested(
                Scenario.site(SITES.get(random.nextInt(2)), approval, prefixes.toArray(String[]::new)));
    }

    private static InventoryInput announcement(Random random, int count) {
        List<String> macs = new ArrayList<>();
        for (int index = random.nextInt(3) == 0 ? 1 : 0; index >= 0; index--) {
            macs.add(mac(random));
        }
        Optional<Bmc> bmc = random.nextInt(3) == 0
                ? Optional.of(Scenario.redfish("http://bmc-" + random.nextInt(2)))
                : Optional.empty();
        return new MachineAnnounced(
                "cause-" + count,
                macs,
                SITES.get(random.nextInt(20) == 0 ? 2 : random.nextInt(2)),
                random.nextInt(3) == 0 ? "name-" + random.nextInt(8) : "",
                Source.values()[random.nextInt(Source.values().length)],
                bmc,
                random.nextInt(3) == 0 ? Map.of("rack", "r" + random.nextInt(3)) : Map.of());
    }

    private static String mac(Random random) {
        return random.nextInt(50) == 0 ? "nonsense" : "52:54:00:00:00:%02x".formatted(random.nextInt(24));
    }

    private static Class<?>[] eventTypes() {
        List<Class<?>> types = new ArrayList<>(List.of(InventoryEvent.MachineEvent.class.getPermittedSubclasses()));
        types.add(Refused.class);
        types.add(InventoryEvent.SiteRegistered.class);
        types.add(InventoryEvent.ClassRecorded.class);
        types.add(InventoryEvent.ClassRemoved.class);
        return types.toArray(Class[]::new);
    }
}
