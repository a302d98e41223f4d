package dev.skerry.testing.crash.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Judges histories, and adds up what it found. */
public final class Checker {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Invariant LOST = new NothingLost();
    private static final Invariant DOUBLED = new NothingDoubled();
    private static final List<Invariant> OTHERS = List.of(
            new OneInstallationPerAttempt(),
            new TokensUsedOnce(),
            new EffectsHaveCauses(),
            new CapacityKept(),
            new NamesFollowWorkloads(),
            new Converged());

    private final List<Violation> violations = new ArrayList<>();
    private long kills;
    private long events;
    private long lost;
    private long doubled;

    public void add(History history) {
        kills += history.effects("kill").count();
        events += history.events().size();
        lost += found(LOST, history);
        doubled += found(DOUBLED, history);
        OTHERS.forEach(invariant -> found(invariant, history));
    }

    private long found(Invariant invariant, History history) {
        List<String> wrong = invariant.check(history);
        wrong.forEach(what -> violations.add(new Violation(invariant.name(), what)));
        return wrong.size();
    }

    /** Everything that is wrong; what was lost or doubled included. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    public boolean isClean() {
        return violations.isEmpty();
    }

    /** One JSON object: kills, events (committed records that were read), lost, doubled, violations. */
    public String line() {
        ObjectNode line = JSON.createObjectNode();
        line.put("kills", kills).put("events", events).put("lost", lost).put("doubled", doubled);
        Stream<String> told = violations.stream().map(each -> each.invariant() + ": " + each.what());
        told.forEach(line.putArray("violations")::add);
        return JSON.writeValueAsString(line);
    }
}
