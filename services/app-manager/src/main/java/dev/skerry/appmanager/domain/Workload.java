package dev.skerry.appmanager.domain;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What runs.
 *
 * @param content a container, or Kubernetes objects
 * @param replica what one replica takes
 */
public record Workload(Content content, Resources replica) {

    /** How the workload is described. */
    public sealed interface Content {}

    /**
     * One container a replica.
     *
     * @param image an OCI image reference
     * @param args its arguments
     * @param env its environment
     * @param ports TCP ports that it listens on
     */
    public record Container(String image, List<String> args, Map<String, String> env, List<Integer> ports)
            implements Content {
        public Container {
            args = List.copyOf(args);
            env = Collections.unmodifiableMap(new TreeMap<>(env));
            ports = List.copyOf(ports);
        }
    }

    /**
     * Kubernetes objects as they are.
     *
     * @param yaml YAML documents
     */
    public record Manifests(String yaml) implements Content {}
}
