package dev.skerry.provisioner.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.Assignment;
import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.Fixture;
import dev.skerry.provisioner.domain.Identity;
import dev.skerry.provisioner.domain.Machine;
import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.MachineEvent;
import dev.skerry.provisioner.domain.MachineInput;
import dev.skerry.provisioner.domain.Phase;
import dev.skerry.provisioner.domain.PowerCommand;
import dev.skerry.provisioner.domain.Progress;
import dev.skerry.provisioner.domain.SshServer;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random lives of machines: whatever is told, in whatever order and how often. */
class MachineHistoryTest {

    private static final List<Bmc> BMCS = List.of(
            Fixture.REDFISH,
            Bmc.NONE,
            Fixture.MANUAL,
            new Bmc(
                    Bmc.Protocol.REDFISH,
                    Fixture.REDFISH.address(),
                    Optional.empty(),
                    Bmc.Boot.VIRTUAL_MEDIA,
                    Optional.of(Bmc.BootMode.UEFI)),
            new Bmc(
                    Bmc.Protocol.IPMI,
                    "10.0.0.7",
                    Optional.of("sim"),
                    Bmc.Boot.NETWORK,
                    Optional.of(Bmc.BootMode.LEGACY)));

    private static final int HISTORIES = 80;
    private static final int INPUTS = 250;
    private static final int DEADLINES_UNTIL_REST = 60;

    private final MachineWire wire = new MachineWire();

    @BeforeAll
    static void trust() {
        Bytes.trustOurs();
    }

    /** One machine with what the outside knows of it: commands that it was given and nonces that it was told. */
    private final class Life {
        final Fixture it = new Fixture();
        final Random random;
        final List<PowerCommand> commands = new ArrayList<>();
        final List<String> nonces = new ArrayList<>();
        final Set<String> ended = new HashSet<>();
        int lastAttempt;

        @Nullable
        PowerCommand open;

        Life(long seed) {
            random = new Random(seed);
        }

        void tell(MachineInput input) {
            boolean wasActive = it.machine instanceof Known known && known.phase() instanceof Phase.Active;
            if (input instanceof MachineInput.CommandEnded end) {
                ended.add(end.taskId() + "#" + end.attempt());
            }
            Machine before = it.machine;
            List<MachineEvent> events = it.tell(input);
            events.forEach(this::check);
            if (input instanceof MachineInput.Report report && !isUnderWay(before, report.nonce())) {
                assertThat(events).as("%s to %s", report, before).isEmpty();
            }
            if (wasActive && it.machine instanceof Known known && known.phase() instanceof Phase.Active active) {
                assertThat(BootScript.scriptFor(
                                        known, new BootScript.Contact(Fixture.MAC, "copenhagen", known.identity()))
                                .kind())
                        .as("%s", active)
                        .isEqualTo(BootScript.Kind.LOCAL_DISK);
            }
            assertThat(it.decider.decide(it.machine, input, it.now))
                    .as("the same again: %s", input)
                    .allMatch(MachineEvent.Refused.class::isInstance);
            assertStored(events);
        }

        private boolean isUnderWay(Machine machine, String nonce) {
            return machine instanceof Known known
                    && switch (known.phase()) {
                        case Phase.Doing doing -> doing.nonce().equals(nonce);
                        case Phase.Rescued rescued -> rescued.nonce().equals(nonce);
                        default -> false;
                    };
        }

        private void check(MachineEvent event) {
            switch (event) {
                case MachineEvent.AttemptStarted started -> {
                    assertThat(started.attempt().number()).isGreaterThan(lastAttempt);
                    lastAttempt = started.attempt().number();
                    assertThat(nonces).doesNotContain(started.nonce());
                    nonces.add(started.nonce());
                    assertThat(started.deadline()).isAfter(it.now);
                }
                case MachineEvent.Commanded commanded -> {
                    if (open != null) {
                        assertThat(ended.contains(open.taskId() + "#" + open.attempt())
                                        || !open.deadline().isAfter(it.now))
                                .as("%s while %s is in flight", commanded, open)
                                .isTrue();
                    }
                    open = commanded.command();
                    commands.add(commanded.command());
                }
                // What a person is asked for can be taken back; a command cannot.
                case MachineEvent.CommandOver _
                when it.machine instanceof Known known && known.profile().bmc().protocol() == Bmc.Protocol.MANUAL ->
                    open = null;
                default -> {}
            }
        }

        private void assertStored(List<MachineEvent> events) {
            List<Entry> entries = wire.changed(Fixture.ID, it.machine, events);
            boolean changed = events.stream().anyMatch(event -> !(event instanceof MachineEvent.Refused));
            assertThat(entries).hasSize(changed ? 1 : 0);
            for (Entry entry : entries) {
                SpecificRecord record = Objects.requireNonNull(entry.record());
                assertThat(wire.restored(Fixture.ID, List.of(Bytes.through(record))))
                        .isEqualTo(it.machine);
            }
            for (MachineEvent event : events) {
                for (Outgoing outgoing : wire.outgoing(event, it.machine)) {
                    if (outgoing instanceof Outgoing.Publish publish) {
                        assertThat(publish.key()).isEqualTo(Fixture.ID);
                        assertThat(publish.topic().types())
                                .contains(publish.value().getClass());
                        assertThat(Bytes.through(publish.value())).isEqualTo(publish.value());
                    }
                }
            }
        }

        void randomInput() {
            it.later(Duration.ofMillis(random.nextInt(120_000)));
            Instant due = it.decider.wakeAt(it.machine).orElse(Instant.MAX);
            if (!due.isAfter(it.now) && random.nextInt(4) > 0) {
                tell(new MachineInput.Woken());
            }
            tell(
                    switch (random.nextInt(14)) {
                        case 0 -> new MachineInput.Approved(Fixture.profile(BMCS.get(random.nextInt(BMCS.size()))));
                        case 1 -> new MachineInput.Assigned(assignment());
                        case 2 -> new MachineInput.Unassigned(assignment().clusterId());
                        case 3 ->
                            switch (random.nextInt(8)) {
                                case 0, 1 -> new MachineInput.ReleaseRequested();
                                case 2 -> new MachineInput.ReinstallRequested();
                                case 3 -> new MachineInput.HoldRequested("broken " + random.nextInt(2));
                                case 4, 5 -> new MachineInput.UnholdRequested();
                                default -> new MachineInput.Woken();
                            };
                        case 4 ->
                            switch (random.nextInt(12)) {
                                case 0 -> new MachineInput.RetirementRequested();
                                case 1, 2 -> new MachineInput.RescueRequested("ssh-ed25519 AAAA " + random.nextInt(2));
                                case 3 -> new MachineInput.RescueEndRequested();
                                case 4, 5, 6 -> new MachineInput.RescueReported(nonce(), server());
                                default -> new MachineInput.RetryRequested();
                            };
                        case 5 -> new MachineInput.Contacted(any(BootScript.Kind.values()), Fixture.MAC, claimed());
                        case 6 -> new MachineInput.InspectionReported(nonce(), Fixture.FACTS);
                        case 7 -> new MachineInput.ProgressReported(nonce(), new Progress("step", random.nextInt(101)));
                        case 8 -> new MachineInput.PhoneHomeReported(nonce());
                        case 9 -> new MachineInput.WipeReported(nonce(), List.of("S1"), "discard");
                        case 10 -> new MachineInput.FailureReported(nonce(), "broken " + random.nextInt(9) + " %");
                        case 11, 12 -> ended();
                        default -> random.nextInt(40) == 0 ? new MachineInput.Withdrawn() : new MachineInput.Woken();
                    });
        }

        private SshServer server() {
            return new SshServer("10.0.0.1" + random.nextInt(2), "SHA256:" + "A".repeat(43));
        }

        private <V> V any(V[] values) {
            return values[random.nextInt(values.length)];
        }

        private Identity claimed() {
            return switch (random.nextInt(8)) {
                case 0 -> Identity.told("5f2b7c1e-0000-4fa7-8e91-f3527a1ef094", "X2", "10.0.0.66");
                case 1 -> Identity.told("", "", "10.0.0.66");
                case 2 -> Identity.told("", "X1", "10.0.0.12");
                default -> Fixture.SELF;
            };
        }

        private Assignment assignment() {
            Assignment wanted = random.nextInt(3) > 0 ? Fixture.NODE : new Assignment("large.copenhagen", "cph-1");
            return random.nextBoolean() ? wanted : wanted.installedBy(Optional.of(Fixture.order(random.nextInt(3))));
        }

        private String nonce() {
            return nonces.isEmpty() || random.nextInt(10) == 0
                    ? "nobody's"
                    : nonces.get(random.nextInt(4) > 0 ? nonces.size() - 1 : random.nextInt(nonces.size()));
        }

        private MachineInput ended() {
            if (commands.isEmpty()) {
                return new MachineInput.Woken();
            }
            PowerCommand command =
                    commands.get(random.nextInt(4) > 0 ? commands.size() - 1 : random.nextInt(commands.size()));
            MachineInput.Outcome outcome = any(MachineInput.Outcome.values());
            return new MachineInput.CommandEnded(command.taskId(), command.attempt(), outcome, "the BMC is away");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyLifeKeepsItsPromises(long seed) {
        int installed = 0;
        int wiped = 0;
        int gaveUp = 0;
        int rescued = 0;
        for (int i = 0; i < HISTORIES; i++) {
            Life life = new Life(seed * 1_000_003 + i);
            for (int input = 0; input < INPUTS; input++) {
                life.randomInput();
            }
            assertReplayed(life.it);
            assertComesToRest(life);
            installed += count(life, MachineEvent.Installed.class);
            wiped += count(life, MachineEvent.Wiped.class);
            gaveUp += count(life, MachineEvent.GaveUp.class);
            rescued += count(life, MachineEvent.RescueReady.class);
        }
        assertThat(List.of(installed, wiped, gaveUp, rescued))
                .as("histories that say something")
                .allMatch(count -> count > 20);
    }

    private static void assertReplayed(Fixture it) {
        Machine replayed = it.decider.evolve(it.decider.initial(Fixture.ID), it.history);
        assertThat(replayed).isEqualTo(it.machine);
    }

    /** Nobody says anything any more: every wait ends, in a phase that waits for a person or a planner. */
    private static void assertComesToRest(Life life) {
        Fixture it = life.it;
        life.tell(new MachineInput.UnholdRequested());
        life.tell(new MachineInput.RescueEndRequested());
        for (int i = 0;
                i < DEADLINES_UNTIL_REST && it.decider.wakeAt(it.machine).isPresent();
                i++) {
            Instant due = it.decider.wakeAt(it.machine).orElseThrow();
            it.now = due.isAfter(it.now) ? due : it.now;
            life.tell(new MachineInput.Woken());
            it.decider.wakeAt(it.machine).ifPresent(next -> assertThat(next).isAfter(it.now));
        }
        assertThat(it.decider.wakeAt(it.machine)).as("%s", it.machine).isEmpty();
        if (it.machine instanceof Known known) {
            assertThat(known.phase())
                    .isInstanceOfAny(
                            Phase.Available.class, Phase.Active.class, Phase.Failed.class, Phase.Retired.class);
        }
    }

    private static int count(Life life, Class<? extends MachineEvent> type) {
        return (int) life.it.history.stream().filter(type::isInstance).count();
    }
}
