package dev.skerry.appmanager.domain.cluster;

import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.AgentChanged;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.AgentConnected;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.AgentDisconnected;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.AgentHeard;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.DesiredChanged;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.NameFree;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.PlaceChanged;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.PlacementReported;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.WithdrawalChanged;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.WorkloadAvailable;
import dev.skerry.appmanager.domain.cluster.ClusterEvent.WorkloadGone;
import dev.skerry.appmanager.domain.cluster.ClusterInput.Decided;
import dev.skerry.appmanager.domain.cluster.ClusterInput.Reported;
import dev.skerry.appmanager.domain.cluster.ClusterInput.Seen;
import dev.skerry.appmanager.domain.cluster.ClusterInput.Stopped;
import dev.skerry.appmanager.domain.cluster.ClusterInput.Withdrawn;
import dev.skerry.appmanager.domain.cluster.ClusterInput.Woken;
import dev.skerry.kernel.Decider;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one cluster is to run, what its agent says of it, and what follows from that for the fleet and for names. Everything that
 * follows is the difference between what the view says before and after an input.
 */
public final class ClusterDecider implements Decider<ClusterView, ClusterInput, ClusterEvent> {

    /** Reports that say nothing new are shown to the fleet's watchers once in so many milliseconds. */
    private static final long SHOWN_EVERY = 10_000;

    private static final Duration RECORDED_EVERY = Duration.ofSeconds(5);

    private final Duration silence;
    private final Duration recordedEvery;
    private final ReportOrder order = new ReportOrder();

    /**
     * The rules with this bound.
     *
     * @param silence how long without a report before an agent counts as disconnected; positive
     */
    public ClusterDecider(Duration silence) {
        this.silence = silence;
        Duration part = silence.dividedBy(6);
        this.recordedEvery = part.compareTo(RECORDED_EVERY) < 0 ? part : RECORDED_EVERY;
    }

    @Override
    public ClusterView initial(String key) {
        return ClusterView.unknown(key);
    }

    @Override
    public List<ClusterEvent> decide(ClusterView view, ClusterInput input, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return switch (input) {
            case Decided i -> decided(view, i);
            case Withdrawn i -> withdrawn(view, i.app());
            case Stopped i ->
                view.desired().apps().containsKey(i.app())
                        ? following(view, at, new DesiredChanged(i.app(), Optional.empty()))
                        : List.of();
            case Seen i -> seen(view, i, at);
            case Reported i -> reported(view, i.report(), at);
            case Woken _ -> woken(view, at);
        };
    }

    private List<ClusterEvent> decided(ClusterView view, Decided input) {
        List<ClusterEvent> events = new ArrayList<>();
        if (!input.wanted().equals(view.desired().apps().get(input.app()))) {
            events.add(new DesiredChanged(input.app(), Optional.of(input.wanted())));
        }
        if (view.withdrawn().contains(input.app())) {
            events.add(new WithdrawalChanged(input.app(), false));
        }
        if (!events.isEmpty()) {
            ClusterView after = evolve(view, events);
            after.known(input.app())
                    .filter(known -> known.phase() != PlacementPhase.PENDING)
                    .ifPresent(known -> events.add(new PlacementReported(input.app(), known)));
            names(view, after, events);
        }
        return events;
    }

    private List<ClusterEvent> withdrawn(ClusterView view, String app) {
        Desired.App wanted = view.desired().apps().get(app);
        if (wanted == null || view.withdrawn().contains(app)) {
            return List.of();
        }
        List<ClusterEvent> events = new ArrayList<>(List.of(new WithdrawalChanged(app, true)));
        names(view, evolve(view, events), events);
        if (!view.announced().contains(app)) {
            events.add(new NameFree(app, wanted.revision()));
        }
        return events;
    }

    private List<ClusterEvent> seen(ClusterView view, Seen input, Instant at) {
        boolean heard = view.agent().lastSeen().isPresent();
        var capacity = heard ? view.agent().capacity() : input.capacity();
        return input.place().equals(view.place())
                        && capacity.equals(view.agent().capacity())
                ? List.of()
                : following(view, at, new PlaceChanged(input.place(), capacity));
    }

    private List<ClusterEvent> reported(ClusterView view, AgentReport report, Instant at) {
        if (!order.isNewer(view.agent(), report, at)) {
            return List.of();
        }
        ClusterView.Agent agent = new ClusterView.Agent(
                view.agent().connected(),
                report.agentVersion(),
                report.sequence(),
                report.generation(),
                report.capacity(),
                report.used(),
                report.addresses(),
                Optional.of(at));
        AgentChanged changed = new AgentChanged(agent, Reports.merged(view, report));
        boolean saysNothingNew = changed.reports().equals(view.reports())
                && agent.heard(view.agent().sequence(), at)
                        .equals(view.agent().heard(view.agent().sequence(), at));
        if (saysNothingNew && (view.agent().connected() || !view.place().known())) {
            return heard(view, report.sequence(), at);
        }
        return following(view, at, changed);
    }

    private List<ClusterEvent> heard(ClusterView view, long sequence, Instant at) {
        Instant before = view.agent().lastSeen().orElse(Instant.EPOCH);
        boolean restarted = sequence <= view.agent().sequence();
        if (!restarted && at.isBefore(before.plus(recordedEvery))) {
            return List.of();
        }
        boolean shown = at.toEpochMilli() / SHOWN_EVERY != before.toEpochMilli() / SHOWN_EVERY;
        return List.of(new AgentHeard(sequence, at, shown));
    }

    private List<ClusterEvent> woken(ClusterView view, Instant at) {
        return wakeAt(view)
                .filter(deadline -> !at.isBefore(deadline))
                .flatMap(_ -> view.agent().lastSeen())
                .<List<ClusterEvent>>map(
                        lastSeen -> List.of(new AgentDisconnected(view.place().site(), lastSeen)))
                .orElse(List.of());
    }

    private List<ClusterEvent> following(ClusterView before, Instant at, ClusterEvent first) {
        List<ClusterEvent> events = new ArrayList<>(List.of(first));
        ClusterView after = evolve(before, first);
        if (!after.agent().connected() && after.place().known() && heardLately(after, at)) {
            events.add(new AgentConnected(after.place().site(), after.agent().version()));
        }
        for (String app : after.reports().keySet()) {
            boolean leaving = !after.desired().apps().containsKey(app);
            AppReport report = Objects.requireNonNull(after.reports().get(app));
            if (leaving && report.phase() == PlacementPhase.GONE) {
                events.add(new PlacementReported(app, report));
            }
            after.known(app)
                    .filter(known -> !before.known(app).equals(Optional.of(known)))
                    .ifPresent(known -> events.add(new PlacementReported(app, known)));
        }
        names(before, after, events);
        return events;
    }

    private boolean heardLately(ClusterView view, Instant at) {
        return view.agent()
                .lastSeen()
                .filter(seen -> at.isBefore(seen.plus(silence)))
                .isPresent();
    }

    /** Adds what changes in the names that the cluster answers to. */
    private static void names(ClusterView before, ClusterView after, List<ClusterEvent> events) {
        String site = after.place().site();
        for (String app : after.reports().keySet()) {
            Optional<Announcement> was = before.announced().contains(app) ? before.answering(app) : Optional.empty();
            Optional<Announcement> is = after.answering(app);
            boolean renamed = was.isPresent()
                    && is.isPresent()
                    && !was.get().dns().map(DnsName::name).equals(is.get().dns().map(DnsName::name));
            if (before.announced().contains(app) && (is.isEmpty() || renamed)) {
                events.add(new WorkloadGone(
                        app, site, was.flatMap(Announcement::dns), renamed ? "it has another name" : why(after, app)));
            }
            if (is.isPresent() && !is.equals(was)) {
                events.add(new WorkloadAvailable(app, site, is.get()));
            }
        }
    }

    private static String why(ClusterView view, String app) {
        if (view.place().lost()) {
            return "the cluster is lost";
        }
        if (view.withdrawn().contains(app)) {
            return "it is leaving the cluster";
        }
        return view.desired().apps().containsKey(app) ? "no replica is ready" : "it was stopped";
    }

    @Override
    public ClusterView evolve(ClusterView view, ClusterEvent event) {
        return switch (event) {
            case DesiredChanged e -> desired(view, e);
            case WithdrawalChanged e -> view.withdrawn(e.app(), e.withdrawn());
            case PlaceChanged e -> view.with(e.place()).with(view.agent().withCapacity(e.capacity()));
            case AgentChanged e -> view.with(e.agent()).withReports(e.reports());
            case AgentHeard e -> view.with(view.agent().heard(e.sequence(), e.at()));
            case AgentConnected _ -> view.with(view.agent().connected(true));
            case AgentDisconnected _ -> view.with(view.agent().connected(false));
            case PlacementReported e ->
                e.report().phase() == PlacementPhase.GONE
                                && !view.desired().apps().containsKey(e.app())
                        ? view.withReport(e.app(), Optional.empty())
                        : view;
            case NameFree _ -> view;
            case WorkloadAvailable e -> view.announced(e.app(), true);
            case WorkloadGone e -> view.announced(e.app(), false);
        };
    }

    private static ClusterView desired(ClusterView view, DesiredChanged event) {
        if (event.wanted().isEmpty()) {
            return view.withDesired(view.desired().without(event.app())).withdrawn(event.app(), false);
        }
        AppReport report = view.reports().get(event.app());
        Desired.App wanted = event.wanted().get();
        AppReport awaited = report == null
                ? AppReport.pending(wanted.revision(), 0)
                : AppReport.pending(report.revision(), report.readyReplicas());
        return view.withDesired(view.desired().with(event.app(), wanted)).withReport(event.app(), Optional.of(awaited));
    }

    @Override
    public Optional<Instant> wakeAt(ClusterView view) {
        return view.agent().connected() ? view.agent().lastSeen().map(seen -> seen.plus(silence)) : Optional.empty();
    }
}
