package dev.skerry.appmanager.domain.cluster;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.Condition;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Resources;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A cluster as it is to be, and as it says that it is.
 *
 * @param place what its owner says of it
 * @param agent what its agent said last
 * @param desired what it is to run
 * @param reports how each app is, those that are awaited to be gone included
 * @param announced the apps that were announced as answering here
 * @param withdrawn the apps whose names are withdrawn
 */
public record ClusterView(
        Place place,
        Agent agent,
        Desired desired,
        SortedMap<String, AppReport> reports,
        SortedSet<String> announced,
        SortedSet<String> withdrawn) {

    /**
     * What a cluster's owner says of it.
     *
     * @param id the cluster's
     * @param site its site; empty while the owner said nothing
     * @param region the site's path
     * @param phase how far it is
     * @param conditions what is true of it
     */
    public record Place(String id, String site, String region, ClusterPhase phase, List<Condition> conditions) {
        public Place {
            conditions = List.copyOf(conditions);
        }

        public boolean known() {
            return !site.isEmpty();
        }

        public boolean lost() {
            return phase == ClusterPhase.LOST;
        }
    }

    /**
     * What a cluster's agent said last.
     *
     * @param connected whether it is heard
     * @param version its version; empty before it was heard
     * @param sequence of its newest report
     * @param generation the newest desired state that it applied
     * @param capacity what the nodes have: as it says, or before that as the nodes that joined say
     * @param used what the placements take of it
     * @param addresses where the cluster takes requests in
     * @param lastSeen when it was heard
     */
    public record Agent(
            boolean connected,
            String version,
            long sequence,
            long generation,
            Resources capacity,
            Resources used,
            List<String> addresses,
            Optional<Instant> lastSeen) {
        public Agent {
            addresses = List.copyOf(addresses);
        }

        static final Agent UNHEARD =
                new Agent(false, "", 0, 0, Resources.NONE, Resources.NONE, List.of(), Optional.empty());

        Agent connected(boolean now) {
            return new Agent(now, version, sequence, generation, capacity, used, addresses, lastSeen);
        }

        Agent heard(long newSequence, Instant at) {
            return new Agent(connected, version, newSequence, generation, capacity, used, addresses, Optional.of(at));
        }

        Agent withCapacity(Resources known) {
            return new Agent(connected, version, sequence, generation, known, used, addresses, lastSeen);
        }
    }

    /**
     * How many apps are how far.
     *
     * @param total all that are to run
     * @param applied those that run in the revision that is to run
     */
    public record Counts(int total, int applied, int available, int degraded, int progressing) {}

    public ClusterView {
        reports = Collections.unmodifiableSortedMap(new TreeMap<>(reports));
        announced = Collections.unmodifiableSortedSet(new TreeSet<>(announced));
        withdrawn = Collections.unmodifiableSortedSet(new TreeSet<>(withdrawn));
    }

    /** A cluster of which nothing is known. */
    public static ClusterView unknown(String id) {
        return new ClusterView(
                new Place(id, "", "", ClusterPhase.REQUESTED, List.of()),
                Agent.UNHEARD,
                Desired.NOTHING,
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeSet<>());
    }

    public Counts counts() {
        int applied = 0;
        int available = 0;
        int degraded = 0;
        int progressing = 0;
        for (Map.Entry<String, Desired.App> entry : desired.apps().entrySet()) {
            AppReport report = reports.get(entry.getKey());
            if (report != null) {
                applied += ran(report) && report.revision() == entry.getValue().revision() ? 1 : 0;
                available += report.phase() == PlacementPhase.AVAILABLE ? 1 : 0;
                degraded += report.phase() == PlacementPhase.DEGRADED ? 1 : 0;
                progressing += report.phase() == PlacementPhase.PROGRESSING ? 1 : 0;
            }
        }
        return new Counts(desired.apps().size(), applied, available, degraded, progressing);
    }

    private static boolean ran(AppReport report) {
        return switch (report.phase()) {
            case PROGRESSING, AVAILABLE, DEGRADED, DRAINING -> true;
            case PENDING, DELIVERED, GONE -> false;
        };
    }

    /** What the fleet is to know of an app that is to run here; empty for any other. */
    Optional<AppReport> known(String app) {
        Desired.App wanted = desired.apps().get(app);
        if (wanted == null || withdrawn.contains(app)) {
            return Optional.empty();
        }
        AppReport report = reports.getOrDefault(app, AppReport.pending(wanted.revision(), 0));
        if (place.lost()) {
            return Optional.of(new AppReport(wanted.revision(), PlacementPhase.DEGRADED, 0, "the cluster is lost"));
        }
        if (report.revision() != wanted.revision()) {
            PlacementPhase phase =
                    agent.generation() >= desired.generation() ? PlacementPhase.DELIVERED : PlacementPhase.PENDING;
            return Optional.of(new AppReport(wanted.revision(), phase, report.readyReplicas(), ""));
        }
        return Optional.of(report);
    }

    /**
     * How an app answers here, if it does. It begins to when the agent says that it is available, and goes on until no replica is
     * ready: a rolling change or a lost replica withdraws no name, and neither does an agent that is away while the cluster is not
     * lost.
     */
    Optional<Announcement> answering(String app) {
        Desired.App wanted = desired.apps().get(app);
        AppReport report = reports.get(app);
        if (wanted == null
                || report == null
                || withdrawn.contains(app)
                || place.lost()
                || !place.known()
                || agent.addresses().isEmpty()) {
            return Optional.empty();
        }
        boolean goesOn =
                announced.contains(app) && (report.phase() == PlacementPhase.PENDING || report.readyReplicas() > 0);
        return report.phase() == PlacementPhase.AVAILABLE || goesOn
                ? Optional.of(new Announcement(report.revision(), wanted.dns(), agent.addresses()))
                : Optional.empty();
    }

    ClusterView with(Place newPlace) {
        return new ClusterView(newPlace, agent, desired, reports, announced, withdrawn);
    }

    ClusterView with(Agent newAgent) {
        return new ClusterView(place, newAgent, desired, reports, announced, withdrawn);
    }

    ClusterView withDesired(Desired newDesired) {
        return new ClusterView(place, agent, newDesired, reports, announced, withdrawn);
    }

    ClusterView withReports(SortedMap<String, AppReport> newReports) {
        return new ClusterView(place, agent, desired, newReports, announced, withdrawn);
    }

    ClusterView withReport(String app, Optional<AppReport> report) {
        SortedMap<String, AppReport> changed = new TreeMap<>(reports);
        report.ifPresentOrElse(r -> changed.put(app, r), () -> changed.remove(app));
        return withReports(changed);
    }

    ClusterView announced(String app, boolean now) {
        return new ClusterView(place, agent, desired, reports, changed(announced, app, now), withdrawn);
    }

    ClusterView withdrawn(String app, boolean now) {
        return new ClusterView(place, agent, desired, reports, announced, changed(withdrawn, app, now));
    }

    private static SortedSet<String> changed(Set<String> set, String app, boolean in) {
        SortedSet<String> changed = new TreeSet<>(set);
        if (in) {
            changed.add(app);
        } else {
            changed.remove(app);
        }
        return changed;
    }
}
