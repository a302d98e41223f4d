package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.AppPhase;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Refusal;
import dev.skerry.appmanager.domain.Verdict;
import dev.skerry.appmanager.domain.fleet.FleetEvent.AppChanged;
import dev.skerry.appmanager.domain.fleet.FleetEvent.AppEvaluated;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementDecided;
import dev.skerry.appmanager.domain.placement.Ask;
import dev.skerry.appmanager.domain.placement.Candidate;
import dev.skerry.appmanager.domain.placement.Decision;
import dev.skerry.appmanager.domain.placement.Explanation;
import dev.skerry.appmanager.domain.placement.Holding;
import dev.skerry.appmanager.domain.placement.PlacementEngine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes apps stand where the engine says, a replacement before what it replaces. One per decision. */
final class Evaluation {

    /** How many verdicts are kept of an app that runs everywhere, and how many clusters' refusals are explained. */
    static final int MOST_NAMED = 50;

    private static final String NO_MATCH = "the cluster no longer matches";

    private final PlacementEngine engine;
    private final Draft draft;
    private final Departure departure;
    private final Set<String> evaluated = new HashSet<>();

    Evaluation(PlacementEngine engine, Draft draft, Departure departure) {
        this.engine = engine;
        this.draft = draft;
        this.departure = departure;
    }

    /** Asks the engine and follows it. */
    void evaluate(String id) {
        Optional<App> known = draft.app(id).filter(app -> !app.removing());
        if (known.isEmpty()) {
            return;
        }
        evaluated.add(id);
        App app = known.get();
        Ask ask = ask(app, draft.placementsOf(id));
        Decision decision = engine.place(ask, draft);
        Map<String, String> reasons =
                app.taken().stream().collect(Collectors.toMap(Verdict::cluster, Verdict::reason, (a, _) -> a));
        List<Verdict> taken = decision.taken().stream()
                .map(v -> ask.holdings().containsKey(v.cluster())
                        ? new Verdict(v.cluster(), v.replicas(), reasons.getOrDefault(v.cluster(), v.reason()))
                        : v)
                .toList();
        List<Refusal> refused = decisionIsNew(app, decision, taken)
                ? new Explanation(engine, MOST_NAMED).of(ask, draft, clusters(taken))
                : app.refused();
        taken.forEach(verdict -> decide(app, verdict));
        List<Verdict> named = named(app, taken);
        if (!decision.lack().equals(app.lack()) || !named.equals(app.taken()) || !refused.equals(app.refused())) {
            draft.add(new AppEvaluated(app.evaluated(decision.lack(), named, refused, draft.at())));
        }
        letGo(app, decision, clusters(taken));
        settle(id);
    }

    /** Asks about one cluster where that is enough, else about all. */
    void evaluateOn(String id, FleetCluster cluster) {
        Optional<App> known = draft.app(id).filter(app -> !app.removing());
        if (known.isEmpty() || !Everywhere.judgesEachAlone(known.get())) {
            evaluate(id);
            return;
        }
        App app = known.get();
        Ask ask = ask(app, cluster);
        Candidate candidate = candidate(ask, cluster);
        boolean admitted = engine.admits(ask, candidate);
        List<Verdict> taken = Everywhere.without(app.taken(), cluster.id());
        List<Refusal> refused = app.refused();
        if (admitted) {
            Verdict verdict = new Verdict(cluster.id(), app.policy().replicas(), PlacementEngine.reason(candidate));
            decide(app, verdict);
            taken = Everywhere.with(app.taken(), verdict);
            refused = Everywhere.accepted(refused, cluster.id());
        } else if (taken.isEmpty() || engine.matches(ask, candidate)) {
            evaluate(id);
            return;
        }
        if (!taken.equals(app.taken()) || !refused.equals(app.refused())) {
            draft.add(new AppEvaluated(app.evaluated("", taken, refused, draft.at())));
        }
        if (!admitted && !Everywhere.stays(cluster)) {
            draft.placement(id, cluster.id())
                    .filter(Placement::live)
                    .ifPresent(live -> departure.withdraw(live, NO_MATCH));
        }
        settle(id);
    }

    /** Brings an app's phase up to what its placements say. */
    void settle(String id) {
        draft.app(id).filter(app -> !app.removing()).ifPresent(app -> {
            AppPhase phase = draft.tally(id).phase(app.satisfied());
            if (phase != app.phase()) {
                draft.add(new AppChanged(app.in(phase, draft.at())));
            }
        });
    }

    /** Whether an app has more than it wants, so that a placement may go once the others serve. */
    boolean hasSurplus(App app) {
        return !app.policy().everywhere()
                && draft.tally(app.id()).live() > app.policy().clusters();
    }

    /** Offers a cluster that can take more than before to those who lack one, and to those who want them all. */
    void offer(FleetCluster cluster) {
        for (String id : draft.before().lacking()) {
            if (!evaluated.contains(id) && isLacking(id) && admits(id, cluster)) {
                evaluate(id);
            }
        }
        for (String id : draft.before().everywhere()) {
            if (!evaluated.contains(id)
                    && draft.placement(id, cluster.id()).filter(Placement::live).isEmpty()
                    && matches(id, cluster)) {
                evaluateOn(id, cluster);
            }
        }
    }

    /** Offers what this decision set free to those who lack room. */
    void offerFreed() {
        for (String id : new TreeSet<>(draft.freed())) {
            Optional<FleetCluster> cluster = draft.cluster(id);
            for (String app : draft.before().lacking()) {
                if (cluster.isPresent() && !evaluated.contains(app) && isLacking(app) && admits(app, cluster.get())) {
                    evaluate(app);
                }
            }
        }
    }

    private boolean isLacking(String id) {
        return draft.app(id).filter(app -> !app.removing() && !app.satisfied()).isPresent();
    }

    private boolean admits(String id, FleetCluster cluster) {
        return draft.app(id)
                .filter(app -> {
                    Ask ask = ask(app, cluster);
                    return engine.admits(ask, candidate(ask, cluster));
                })
                .isPresent();
    }

    private boolean matches(String id, FleetCluster cluster) {
        return draft.app(id)
                .filter(app -> {
                    Ask ask = ask(app, cluster);
                    return !app.removing() && engine.matches(ask, candidate(ask, cluster));
                })
                .isPresent();
    }

    private Candidate candidate(Ask ask, FleetCluster cluster) {
        return PlacementEngine.candidate(ask, draft, cluster);
    }

    private Ask ask(App app, FleetCluster cluster) {
        return draft.placement(app.id(), cluster.id())
                .map(p -> new Ask(
                        app.policy(), app.spec().workload().replica(), Map.of(cluster.id(), p.holding(app.revision()))))
                .orElseGet(() -> new Ask(app.policy(), app.spec().workload().replica(), Map.of()));
    }

    private static Ask ask(App app, SortedMap<String, Placement> placements) {
        Map<String, Holding> holdings = HashMap.newHashMap(placements.size());
        placements.forEach((cluster, placement) -> holdings.put(cluster, placement.holding(app.revision())));
        return new Ask(app.policy(), app.spec().workload().replica(), holdings);
    }

    private static boolean decisionIsNew(App app, Decision decision, List<Verdict> taken) {
        return !decision.lack().equals(app.lack()) || !named(app, taken).equals(app.taken());
    }

    private static List<Verdict> named(App app, List<Verdict> taken) {
        return app.policy().everywhere() && taken.size() > MOST_NAMED ? taken.subList(0, MOST_NAMED) : taken;
    }

    private static Set<String> clusters(List<Verdict> taken) {
        return taken.stream().map(Verdict::cluster).collect(Collectors.toSet());
    }

    private void decide(App app, Verdict verdict) {
        Optional<Placement> current = draft.placement(app.id(), verdict.cluster());
        boolean stands = current.filter(
                        p -> p.live() && p.revision() == app.revision() && p.replicas() == verdict.replicas())
                .isPresent();
        if (!stands) {
            FleetCluster cluster = draft.cluster(verdict.cluster()).orElseThrow();
            draft.add(new PlacementDecided(
                    Placement.decided(app, cluster, verdict.replicas(), verdict.reason(), current, draft.at()),
                    app.spec()));
        }
    }

    /** Withdraws what is no longer wanted: once what is wanted serves, but from a lost cluster only when that was replaced. */
    private void letGo(App app, Decision decision, Set<String> taken) {
        boolean everywhere = app.policy().everywhere();
        if (!everywhere && !(decision.satisfied() && hasSurplus(app) && allServe(app, taken))) {
            return;
        }
        for (Placement placement : List.copyOf(draft.placementsOf(app.id()).values())) {
            boolean kept = taken.contains(placement.cluster()) || (everywhere && mayComeBack(placement));
            if (placement.live() && !kept) {
                departure.withdraw(placement, everywhere ? NO_MATCH : "runs elsewhere");
            }
        }
    }

    private boolean allServe(App app, Set<String> taken) {
        return taken.stream()
                .allMatch(cluster -> draft.placement(app.id(), cluster)
                        .filter(p -> p.phase() == PlacementPhase.AVAILABLE && p.revision() == app.revision())
                        .isPresent());
    }

    /** Whether the cluster still belongs to those that match, were it not lost or too full for the new revision. */
    private boolean mayComeBack(Placement placement) {
        Optional<FleetCluster> cluster = draft.cluster(placement.cluster());
        Optional<App> app = draft.app(placement.app());
        if (cluster.isEmpty() || app.isEmpty()) {
            return false;
        }
        Ask ask = ask(app.get(), cluster.get());
        return Everywhere.stays(cluster.get()) || engine.matches(ask, candidate(ask, cluster.get()));
    }
}
