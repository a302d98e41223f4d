package dev.skerry.dnsregistry.domain;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One name of the zone. */
public sealed interface NameState {

    /** Without the zone, in lower case. */
    String name();

    /** No app has ever claimed it. */
    record Unclaimed(String name) implements NameState {}

    /**
     * It belongs to an app and at least one cluster answers.
     *
     * @param app the owner, tenant/name
     * @param port TCP, 1 to 65535
     * @param ttlSeconds how long an answer may be kept, at least 0
     * @param targets by cluster id, not empty
     * @param changedAt when it last answered otherwise
     */
    record Answering(
            String name, String app, int port, int ttlSeconds, SortedMap<String, Target> targets, Instant changedAt)
            implements NameState {

        public Answering {
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("a name without targets is vacant: " + name);
            }
            targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
        }
    }

    /**
     * The last cluster is gone: the name exists without addresses, and any app may claim it.
     *
     * @param app the last owner, tenant/name
     * @param port as it was
     * @param ttlSeconds as it was
     * @param changedAt when the last cluster went
     */
    record Vacant(String name, String app, int port, int ttlSeconds, Instant changedAt) implements NameState {}

    /** The state that a claimed name with these properties is in. */
    static NameState claimed(
            String name, String app, int port, int ttlSeconds, List<Target> targets, Instant changedAt) {
        SortedMap<String, Target> byCluster = new TreeMap<>();
        targets.forEach(target -> byCluster.put(target.clusterId(), target));
        return byCluster.isEmpty()
                ? new Vacant(name, app, port, ttlSeconds, changedAt)
                : new Answering(name, app, port, ttlSeconds, byCluster, changedAt);
    }
}
