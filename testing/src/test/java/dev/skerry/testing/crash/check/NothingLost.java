package dev.skerry.testing.crash.check;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Each event that a door acknowledged stands in a topic. */
public final class NothingLost implements Invariant {

    private static final Map<String, String> REPORTS = Map.of(
            "inspection", "InspectionReported",
            "progress", "ProgressReported",
            "wiped", "WipeReported",
            "failure", "FailureReported",
            "phone-home", "PhoneHomeReported");

    @Override
    public String name() {
        return "nothing-lost";
    }

    @Override
    public List<String> check(History history) {
        Set<String> ids = history.keys(
                Event::id, history.events().stream().map(Event::type).distinct().toArray(String[]::new));
        Set<String> reports = history.keys(
                event -> event.type() + " of " + event.text("nonce") + " " + event.text("step"),
                REPORTS.values().toArray(String[]::new));
        Set<String> sequences = history.keys(
                event -> event.key() + " " + event.value().path("sequence").asLong(-1), "AgentReported");
        return history.effects().stream()
                .filter(effect -> !switch (effect.kind()) {
                    case "event-acknowledged" -> ids.contains(effect.text("eventId"));
                    case "boot-report-acknowledged" ->
                        reports.contains(REPORTS.get(effect.subject()) + " of " + effect.text("nonce") + " "
                                + effect.text("step"));
                    case "agent-report-acknowledged" ->
                        sequences.contains(effect.subject() + " "
                                + effect.line().path("sequence").asLong(0));
                    default -> true;
                })
                .map(effect -> "acknowledged, but in no topic: " + effect.line())
                .toList();
    }
}
