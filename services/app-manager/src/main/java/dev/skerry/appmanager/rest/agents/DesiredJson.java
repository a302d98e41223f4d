package dev.skerry.appmanager.rest.agents;

import dev.skerry.appmanager.effect.KubernetesRenderer;
import dev.skerry.appmanager.effect.Manifests;
import dev.skerry.schemas.apps.DesiredPlacement;
import dev.skerry.schemas.apps.DesiredState;
import dev.skerry.schemas.apps.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A cluster's desired state as its agent gets it. */
final class DesiredJson {

    private static final Logger LOG = LoggerFactory.getLogger(DesiredJson.class);

    private DesiredJson() {}

    static ObjectNode of(DesiredState desired) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("generation", desired.getGeneration());
        ArrayNode placements = json.putArray("placements");
        desired.getPlacements().forEach(placement -> placements.add(placement(placement, desired.getClusterId())));
        return json;
    }

    /**
     * One placement. One that cannot be rendered stays in the list, so that the agent keeps what runs, and says why: leaving it out
     * would have the app removed.
     */
    private static ObjectNode placement(DesiredPlacement placement, String clusterId) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("app", placement.getApp());
        json.put("revision", placement.getRevision());
        json.put("replicas", placement.getReplicas());
        Resources each = placement.getWorkload().getResources();
        json.putObject("resources")
                .put("cpuMillis", each.getCpuMillis())
                .put("memoryMiB", each.getMemoryMiB())
                .put("pods", each.getPods());
        ArrayNode objects = json.putArray("objects");
        try {
            KubernetesRenderer.render(placement).forEach(objects::add);
        } catch (Manifests.BadManifestException e) {
            LOG.warn("{} cannot be rendered for {}: {}", placement.getApp(), clusterId, e.reason());
            json.put("error", e.reason());
        }
        return json;
    }
}
