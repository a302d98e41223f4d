package dev.skerry.agent.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One app as a cluster is to run it.
 *
 * @param app tenant/name
 * @param revision from 1
 * @param replicas in this cluster
 * @param resources of one replica
 * @param objects Kubernetes objects
 */
public record Placement(String app, int revision, int replicas, Resources resources, List<JsonNode> objects) {

    public Placement {
        if (app == null || app.isBlank()) {
            throw new IllegalArgumentException("a placement must name its app");
        }
        resources = orElse(resources, Resources.NONE);
        objects = List.copyOf(orElse(objects, List.of()));
    }

    static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
