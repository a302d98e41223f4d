package dev.skerry.testing.crash.check;

import java.util.List;
import java.util.Set;

/** Nothing happens in the world that no committed event asked for: what an aborted transaction decided has no effect. */
public final class EffectsHaveCauses implements Invariant {

    @Override
    public String name() {
        return "effects-have-causes";
    }

    @Override
    public List<String> check(History history) {
        Set<String> nonces = history.keys(
                event -> event.text("nonce"), "InspectionStarted", "InstallationStarted", "ReleaseStarted");
        Set<String> tasks = history.keys(
                event -> event.text("taskId") + "/"
                        + event.value().path("attempt").asInt(0),
                "PowerTask");
        Set<String> placements = history.keys(
                event -> placement(
                        event.text("clusterId"),
                        event.text("app"),
                        event.value().path("revision").asInt(0)),
                "PlacementDecided");
        return history.effects().stream()
                .filter(effect -> !switch (effect.kind()) {
                    case "boot-script", "image-written", "disk-wiped", "token-claimed" ->
                        nonces.contains(effect.text("nonce"));
                    // A magic packet has no room for a cause.
                    case "power-command" ->
                        effect.text("command").equals("wake") || tasks.contains(effect.text("request"));
                    case "object-applied" ->
                        placements.contains(placement(
                                effect.subject(),
                                effect.text("app"),
                                effect.line().path("revision").asInt(0)));
                    default -> true;
                })
                .map(effect -> "no event asked for it: " + effect.line())
                .toList();
    }

    private static String placement(String cluster, String app, int revision) {
        return app + "@" + cluster + " " + revision;
    }
}
