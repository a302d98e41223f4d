package dev.skerry.appmanager.rest.fleet;

import dev.skerry.schemas.apps.AppState;
import dev.skerry.schemas.apps.ClusterVerdict;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.PlacementState;
import dev.skerry.schemas.apps.RefusedClusters;
import dev.skerry.schemas.dns.RecordState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One app from what was asked to who answers, as data and as sentences. */
public final class Explanation {

    private static final int NAMED = 5;

    private final Fleet fleet;
    private final String zone;

    /** @param zone the zone of the installation, with or without the last dot */
    public Explanation(Fleet fleet, String zone) {
        this.fleet = fleet;
        this.zone = zone.endsWith(".") ? zone : zone + ".";
    }

    ObjectNode of(AppState app) {
        DnsName dns = app.getSpec().getDns();
        List<PlacementState> placements = fleet.placements().model().all().stream()
                .filter(placement -> placement.getApp().equals(app.getApp()))
                .sorted(Comparator.comparing(PlacementState::getClusterId))
                .toList();
        Optional<RecordState> record = dns == null
                ? Optional.empty()
                : fleet.names()
                        .model()
                        .get(dns.getName())
                        .filter(held -> held.getApp().equals(app.getApp()));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("app", app.getApp());
        answer.put("revision", app.getRevision());
        answer.put("phase", app.getPhase().name());
        answer.put("reason", app.getReason());
        if (dns != null) {
            answer.put("dnsName", dns.getName() + "." + zone);
        }
        answer.set("spec", AvroJson.tree(app.getSpec()));
        answer.set("taken", AvroJson.list(app.getTaken()));
        answer.set("refused", AvroJson.list(app.getRefused()));
        answer.set("placements", AvroJson.list(placements));
        record.ifPresent(found -> answer.set("record", AvroJson.tree(found)));
        ArrayNode why = answer.putArray("why");
        sentences(app, placements, dns, record).forEach(why::add);
        return answer;
    }

    private List<String> sentences(
            AppState app, List<PlacementState> placements, @Nullable DnsName dns, Optional<RecordState> record) {
        List<String> why = new ArrayList<>();
        why.add("revision " + app.getRevision() + " is " + app.getPhase() + because(app.getReason()));
        for (ClusterVerdict taken : app.getTaken()) {
            why.add(taken.getClusterId() + " was taken for " + counted(taken.getReplicas(), "replica")
                    + because(taken.getReason()));
        }
        for (RefusedClusters refused : app.getRefused()) {
            why.add(named(refused.getClusters()) + " refused" + because(refused.getReason()));
        }
        for (PlacementState placement : placements) {
            why.add("on " + placement.getClusterId() + " revision " + placement.getRevision() + " is "
                    + placement.getPhase() + ", " + placement.getReadyReplicas() + " of "
                    + counted(placement.getReplicas(), "replica") + " ready" + because(placement.getReason()));
        }
        if (dns != null) {
            String name = dns.getName() + "." + zone;
            why.add(record.filter(found -> !found.getTargets().isEmpty())
                    .map(found -> name + " answers from "
                            + named(found.getTargets().stream()
                                    .map(target -> target.getClusterId())
                                    .toList()))
                    .orElse(name + " has no answer yet: it waits for a cluster where the app is available"));
        }
        return why;
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String named(List<String> clusters) {
        return clusters.size() <= NAMED
                ? String.join(", ", clusters)
                : String.join(", ", clusters.subList(0, NAMED)) + " and " + (clusters.size() - NAMED) + " more";
    }
}
