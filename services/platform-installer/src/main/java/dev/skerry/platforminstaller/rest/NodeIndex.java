package dev.skerry.platforminstaller.rest;

import dev.skerry.platforminstaller.domain.Cluster;
import dev.skerry.platforminstaller.domain.Node;
import dev.skerry.platforminstaller.wire.ClusterRecords;
import dev.skerry.runtime.ReadModel;
import dev.skerry.schemas.clusters.ClusterState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Nodes by the nonce of their newest installation attempt, following the clusters' snapshots. */
public final class NodeIndex implements AutoCloseable {

    /** Callers that may wait at once for a nonce to become known; more are told at once that it is not. */
    private static final int WAITING = 512;

    /** A node where it belongs, as of one snapshot. */
    public record Found(String site, Cluster cluster, Node node) {}

    private final Map<String, Found> byNonce = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> noncesOf = new HashMap<>();
    private final Semaphore waiting = new Semaphore(WAITING);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AutoCloseable subscription;

    public NodeIndex(ReadModel<ClusterState> clusters) {
        this.subscription = clusters.subscribe(this::follow);
    }

    /** The node of an attempt, as it is known now. */
    public Optional<Found> find(String nonce) {
        return Optional.ofNullable(byNonce.get(nonce));
    }

    /**
     * The node of an attempt. A machine may boot sooner than the snapshot with its nonce arrives here, so an unknown one is waited
     * for.
     */
    public Optional<Found> find(String nonce, Duration atMost) {
        Found known = byNonce.get(nonce);
        if (known != null || !waiting.tryAcquire()) {
            return Optional.ofNullable(known);
        }
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && !byNonce.containsKey(nonce)) {
                left = changed.awaitNanos(left);
            }
            return find(nonce);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
            waiting.release();
        }
    }

    /** How many nonces are known. */
    int size() {
        return byNonce.size();
    }

    private void follow(String clusterId, @Nullable ClusterState state) {
        Map<String, Found> current = new HashMap<>();
        if (state != null) {
            Cluster cluster = ClusterRecords.cluster(state);
            for (Node node : cluster.nodes()) {
                node.nonce().ifPresent(nonce -> current.put(nonce, new Found(state.getSite(), cluster, node)));
            }
        }
        lock.lock();
        try {
            Set<String> before = noncesOf.getOrDefault(clusterId, Set.of());
            byNonce.putAll(current);
            before.stream().filter(nonce -> !current.containsKey(nonce)).forEach(byNonce::remove);
            if (current.isEmpty()) {
                noncesOf.remove(clusterId);
            } else {
                noncesOf.put(clusterId, Set.copyOf(current.keySet()));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws Exception {
        subscription.close();
    }
}
