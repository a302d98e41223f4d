package dev.skerry.provisioner.domain;

import dev.skerry.kernel.Backoff;
import dev.skerry.provisioner.domain.Machine.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One machine under its decider, with a clock that only the test moves. */
public final class Fixture {

    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    public static final String ID = "0195d2a0-0000-7000-8000-000000000001";
    public static final String MAC = "52:54:00:00:01:01";
    public static final Bmc REDFISH = new Bmc(
            Bmc.Protocol.REDFISH,
            "http://127.0.0.1:18000/redfish/v1/Systems/cph-1",
            Optional.of("sim"),
            Bmc.Boot.NETWORK,
            Optional.empty());
    public static final Bmc MANUAL =
            new Bmc(Bmc.Protocol.MANUAL, "", Optional.empty(), Bmc.Boot.NETWORK, Optional.empty());
    public static final Timing TIMING = new Timing(
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofMinutes(20),
            Duration.ofSeconds(60),
            new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5), 3),
            new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30), 4));
    public static final Facts FACTS = new Facts(
            "x86_64",
            8,
            16_384,
            List.of(new Facts.Disk(
                    "sda",
                    480_000_000_000L,
                    Optional.of("S1"),
                    Optional.of("Acme 480"),
                    Optional.of("naa.5000c500a1b2c3d4"),
                    Optional.of(false))),
            List.of(new Facts.Nic("eth0", MAC, Optional.of("igb"), Optional.of(10_000))),
            Optional.of("27946b59-9e44-4fa7-8e91-f3527a1ef094"),
            Optional.empty(),
            Optional.of("Acme"),
            Optional.empty(),
            new Facts.Board(
                    Optional.of("Acme CPU 5"),
                    Optional.of(2),
                    Optional.of("uefi"),
                    Optional.of("2.0"),
                    Optional.of("2.0"),
                    Optional.of("2.49")));
    /** What the machine says of itself when it asks what to boot. */
    public static final Identity SELF = Identity.told("27946b59-9e44-4fa7-8e91-f3527a1ef094", "X1", "10.0.0.11");

    public static final Assignment NODE = new Assignment("small.copenhagen", "cph-1");

    public static InstallOrder order(int version) {
        return new InstallOrder("edge", version, "", "", "edge/disk.raw.gz", "", "min-bytes=1");
    }

    public final MachineDecider decider = new MachineDecider(
            (machine, attempt, purpose) -> "nonce" + purpose + "x" + attempt.number() + "x" + machine, TIMING);
    public final List<MachineEvent> history = new ArrayList<>();
    public Machine machine = decider.initial(ID);
    public Instant now = START;

    public static Profile profile(Bmc bmc) {
        return new Profile(ID, "cph-1", "copenhagen", List.of(MAC), bmc, Map.of("rack", "r1"));
    }

    /** Decides and folds, as the runtime does. */
    public List<MachineEvent> tell(MachineInput input) {
        List<MachineEvent> events = decider.decide(machine, input, now);
        machine = decider.evolve(machine, events);
        history.addAll(events);
        return events;
    }

    public Fixture later(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** Moves the clock to the next deadline and wakes the machine. */
    public List<MachineEvent> nextDeadline() {
        now = decider.wakeAt(machine).orElseThrow();
        return tell(new MachineInput.Woken());
    }

    public Known known() {
        return (Known) machine;
    }

    public String nonce() {
        return ((Phase.Doing) known().phase()).nonce();
    }

    public PowerCommand command() {
        return ((Power.InFlight) known().power()).command();
    }

    public List<MachineEvent> contacted(BootScript.Kind served, Identity claimed) {
        return tell(new MachineInput.Contacted(served, MAC, claimed));
    }

    public List<MachineEvent> ended(PowerCommand command, MachineInput.Outcome outcome) {
        return tell(new MachineInput.CommandEnded(command.taskId(), command.attempt(), outcome, "because"));
    }

    public Fixture inspecting(Bmc bmc) {
        tell(new MachineInput.Approved(profile(bmc)));
        return this;
    }

    /** Powered off and without work. */
    public Fixture available() {
        inspecting(REDFISH);
        ended(command(), MachineInput.Outcome.SUCCEEDED);
        tell(new MachineInput.InspectionReported(nonce(), FACTS));
        ended(command(), MachineInput.Outcome.SUCCEEDED);
        return this;
    }

    public Fixture installing() {
        available();
        tell(new MachineInput.Assigned(NODE));
        ended(command(), MachineInput.Outcome.SUCCEEDED);
        return this;
    }

    public Fixture active() {
        installing();
        tell(new MachineInput.PhoneHomeReported(nonce()));
        return this;
    }

    public Fixture releasing() {
        active();
        tell(new MachineInput.Unassigned(NODE.clusterId()));
        ended(command(), MachineInput.Outcome.SUCCEEDED);
        return this;
    }

    /** All tries of the present work failed. */
    public Fixture failed() {
        while (!(known().phase() instanceof Phase.Failed)) {
            if (known().phase() instanceof Phase.Doing doing) {
                tell(new MachineInput.FailureReported(doing.nonce(), "disk is broken"));
            } else {
                nextDeadline();
            }
        }
        if (known().power() instanceof Power.InFlight(PowerCommand left)) {
            ended(left, MachineInput.Outcome.SUCCEEDED);
        }
        return this;
    }
}
