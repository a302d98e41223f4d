package dev.skerry.inventory.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine on record: what it is and how it fares.
 *
 * @param reason why it stands where it stands, for a person; may be empty
 * @param facts what the last inspection found
 * @param clusterId of the cluster that it belongs to or is installed for
 * @param progress the last thing said about the work under way; may be empty
 * @param history the newest {@value #LONGEST_HISTORY} steps, oldest first
 * @param wipe the last one
 * @param hold why it is given no new work, while it is not
 * @param installedWith how it was installed last, or is being installed; empty for without a profile
 * @param hardwareClasses those whose rules hold of its facts, in the order of their names
 * @param discoveredAt when it was first seen; milliseconds
 * @param changedAt when the record last changed; milliseconds
 */
public record Machine(
        Description description,
        Lifecycle lifecycle,
        String reason,
        Optional<Facts> facts,
        Optional<String> clusterId,
        Optional<String> nodeName,
        Optional<NodeRole> role,
        String progress,
        List<Step> history,
        Optional<Wipe> wipe,
        Optional<Hold> hold,
        Optional<InstalledWith> installedWith,
        List<String> hardwareClasses,
        Instant discoveredAt,
        Instant changedAt) {

    /** How many steps are kept. */
    public static final int LONGEST_HISTORY = 32;

    public Machine {
        history = List.copyOf(history);
        hardwareClasses = List.copyOf(hardwareClasses);
    }

    static Machine discovered(Description description, Instant at) {
        return new Machine(
                description,
                Lifecycle.DISCOVERED,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                List.of(new Step(Lifecycle.DISCOVERED, at, "")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                at,
                at);
    }

    public String id() {
        return description.machineId();
    }

    public String site() {
        return description.site();
    }

    /** Who let it in, as far as its history still tells. */
    String approvedBy() {
        return history.reversed().stream()
                .filter(step -> step.lifecycle() == Lifecycle.APPROVED)
                .map(Step::reason)
                .findFirst()
                .orElse("an earlier approval");
    }

    Machine described(Description newer, Instant at) {
        Draft draft = new Draft(this);
        draft.description = newer;
        return draft.machine(at);
    }

    Machine entered(Lifecycle next, String why, Optional<String> belongsTo, Instant at) {
        List<Step> steps = new ArrayList<>(history);
        steps.add(new Step(next, at, why));
        Draft draft = new Draft(this);
        draft.lifecycle = next;
        draft.reason = why;
        draft.clusterId = belongsTo;
        draft.progress = "";
        draft.history = steps.subList(Math.max(0, steps.size() - LONGEST_HISTORY), steps.size());
        draft.hold = next == Lifecycle.RETIRED ? Optional.empty() : hold;
        return draft.machine(at);
    }

    Machine inspected(Facts found, Instant at) {
        Draft draft = new Draft(this);
        draft.facts = Optional.of(found);
        return draft.machine(at);
    }

    Machine noted(String progressNow, String reasonNow, Instant at) {
        Draft draft = new Draft(this);
        draft.progress = progressNow;
        draft.reason = reasonNow;
        return draft.machine(at);
    }

    Machine assigned(String cluster, String node, NodeRole asRole, Instant at) {
        return of(Optional.of(cluster), Optional.of(node), Optional.of(asRole), at);
    }

    Machine unassigned(Instant at) {
        return of(Optional.empty(), Optional.empty(), Optional.empty(), at);
    }

    private Machine of(Optional<String> cluster, Optional<String> node, Optional<NodeRole> asRole, Instant at) {
        Draft draft = new Draft(this);
        draft.clusterId = cluster;
        draft.nodeName = node;
        draft.role = asRole;
        return draft.machine(at);
    }

    Machine wiped(Wipe newest) {
        Draft draft = new Draft(this);
        draft.wipe = Optional.of(newest);
        return draft.machine(newest.at());
    }

    Machine held(Optional<Hold> holdNow, Instant at) {
        Draft draft = new Draft(this);
        draft.hold = holdNow;
        return draft.machine(at);
    }

    Machine installedWith(Optional<InstalledWith> profile, Instant at) {
        Draft draft = new Draft(this);
        draft.installedWith = profile;
        return draft.machine(at);
    }

    Machine classified(List<String> classes, Instant at) {
        Draft draft = new Draft(this);
        draft.hardwareClasses = classes;
        return draft.machine(at);
    }

    /** A copy of which something is changed before it becomes a machine. */
    private static final class Draft {
        private final Instant discoveredAt;
        private Description description;
        private Lifecycle lifecycle;
        private String reason;
        private Optional<Facts> facts;
        private Optional<String> clusterId;
        private Optional<String> nodeName;
        private Optional<NodeRole> role;
        private String progress;
        private List<Step> history;
        private Optional<Wipe> wipe;
        private Optional<Hold> hold;
        private Optional<InstalledWith> installedWith;
        private List<String> hardwareClasses;

        Draft(Machine machine) {
            description = machine.description;
            lifecycle = machine.lifecycle;
            reason = machine.reason;
            facts = machine.facts;
            clusterId = machine.clusterId;
            nodeName = machine.nodeName;
            role = machine.role;
            progress = machine.progress;
            history = machine.history;
            wipe = machine.wipe;
            hold = machine.hold;
            installedWith = machine.installedWith;
            hardwareClasses = machine.hardwareClasses;
            discoveredAt = machine.discoveredAt;
        }

        Machine machine(Instant at) {
            return new Machine(
                    description,
                    lifecycle,
                    reason,
                    facts,
                    clusterId,
                    nodeName,
                    role,
                    progress,
                    history,
                    wipe,
                    hold,
                    installedWith,
                    hardwareClasses,
                    discoveredAt,
                    at);
        }
    }
}
