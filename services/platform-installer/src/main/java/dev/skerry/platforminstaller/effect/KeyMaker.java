package dev.skerry.platforminstaller.effect;

import dev.skerry.runtime.ReadModel;
import dev.skerry.schemas.clusters.ClusterState;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each cluster's authorities as soon as it is planned, so that no claim has to wait for them. One after the other, for it is
 * work for the processor; a claim that comes sooner makes them itself.
 */
public final class KeyMaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyMaker.class);

    private final ClusterKeys keys;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("cluster-keys").factory());
    private final AutoCloseable subscription;

    public KeyMaker(ReadModel<ClusterState> clusters, ClusterKeys keys) {
        this.keys = keys;
        this.subscription = clusters.subscribe(this::changed);
    }

    private void changed(String clusterId, @Nullable ClusterState state) {
        if (state != null && !state.getNodes().isEmpty()) {
            worker.execute(() -> make(clusterId));
        }
    }

    private void make(String clusterId) {
        try {
            keys.ensure(clusterId);
        } catch (RuntimeException e) {
            LOG.warn("cannot make the authorities of {} yet; the first claim tries again", clusterId, e);
        }
    }

    @Override
    public void close() throws Exception {
        subscription.close();
        worker.shutdownNow();
    }
}
