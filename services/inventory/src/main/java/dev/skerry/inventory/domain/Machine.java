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
        return new Machine(
                newer,
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

    Machine entered(Lifecycle next, String why, Optional<String> belongsTo, Instant at) {
        List<Step> steps = new ArrayList<>(history);
        steps.add(new Step(next, at, why));
        List<Step> newest = steps.subList(Math.max(0, steps.size() - LONGEST_HISTORY), steps.size());
        Optional<Hold> kept = next == Lifecycle.RETIRED ? Optional.empty() : hold;
        return new Machine(
                description,
                next,
                why,
                facts,
                belongsTo,
                nodeName,
                role,
                "",
                newest,
                wipe,
                kept,
                installedWith,
                hardwareClasses,
                discoveredAt,
                at);
    }

    Machine inspected(Facts found, Instant at) {
        return new Machine(
                description,
                lifecycle,
                reason,
                Optional.of(found),
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

    Machine noted(String newProgress, String newReason, Instant at) {
        return new Machine(
                description,
                lifecycle,
                newReason,
                facts,
                clusterId,
                nodeName,
                role,
                newProgress,
                history,
                wipe,
                hold,
                installedWith,
                hardwareClasses,
                discoveredAt,
                at);
    }

    Machine assigned(String cluster, String node, NodeRole newRole, Instant at) {
        return new Machine(
                description,
                lifecycle,
                reason,
                facts,
                Optional.of(cluster),
                Optional.of(node),
                Optional.of(newRole),
                progress,
                history,
                wipe,
                hold,
                installedWith,
                hardwareClasses,
                discoveredAt,
                at);
    }

    Machine unassigned(Instant at) {
        return new Machine(
                description,
                lifecycle,
                reason,
                facts,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                progress,
                history,
                wipe,
                hold,
                installedWith,
                hardwareClasses,
                discoveredAt,
                at);
    }

    Machine wiped(Wipe newest) {
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
                Optional.of(newest),
                hold,
                installedWith,
                hardwareClasses,
                discoveredAt,
                newest.at());
    }

    Machine held(Optional<Hold> newHold, Instant at) {
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
                newHold,
                installedWith,
                hardwareClasses,
                discoveredAt,
                at);
    }

    Machine installedWith(Optional<InstalledWith> profile, Instant at) {
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
                profile,
                hardwareClasses,
                discoveredAt,
                at);
    }

    Machine classified(List<String> classes, Instant at) {
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
                classes,
                discoveredAt,
                at);
    }
}
