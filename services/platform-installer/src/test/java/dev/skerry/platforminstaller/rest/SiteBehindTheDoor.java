package dev.skerry.platforminstaller.rest;

import dev.skerry.catalogue.Topic;
import dev.skerry.platforminstaller.SiteRun;
import dev.skerry.platforminstaller.wire.SiteWire;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.ReadModel;
import dev.skerry.runtime.Received;
import dev.skerry.schemas.clusters.ClusterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What stands behind the door without Kafka between: the real decider and wire of one site, decided at once. */
final class SiteBehindTheDoor implements EventPublisher, ReadModel<ClusterState> {

    private final SiteRun run = new SiteRun();
    private final SiteWire wire = new SiteWire();
    private final Map<String, ClusterState> clusters = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, @Nullable ClusterState>> listeners = new ArrayList<>();
    private final List<SpecificRecord> published = new ArrayList<>();
    private boolean silent;
    private boolean starting;

    SiteBehindTheDoor() {
        run.onStored(entry -> {
            if (entry.record() instanceof ClusterState state && entry.key() != null) {
                clusters.put(entry.key(), state);
                listeners.forEach(listener -> listener.accept(state.getClusterId(), state));
            }
        });
    }

    SiteRun run() {
        return run;
    }

    List<SpecificRecord> published() {
        return published;
    }

    /** From now on nothing is decided. */
    void fallSilent() {
        silent = true;
    }

    /** The service has started again, and has not read its snapshots yet. @param still whether that is so */
    void startAgain(boolean still) {
        starting = still;
    }

    @Override
    public synchronized EventHeaders publish(Topic topic, String key, SpecificRecord value) {
        published.add(value);
        EventHeaders headers = new EventHeaders(
                "event-" + published.size(),
                value.getSchema().getFullName(),
                "/test",
                run.now(),
                key,
                "correlation",
                "cause",
                null);
        if (!silent) {
            wire.input(new Received(topic, key, value, headers)).ifPresent(run::tell);
        }
        return headers;
    }

    @Override
    public EventHeaders publish(Topic topic, String key, SpecificRecord value, EventHeaders cause) {
        return publish(topic, key, value);
    }

    @Override
    public CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value) {
        return CompletableFuture.completedFuture(publish(topic, key, value));
    }

    @Override
    public CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value, EventHeaders cause) {
        return CompletableFuture.completedFuture(publish(topic, key, value, cause));
    }

    @Override
    public Optional<ClusterState> get(String key) {
        return Optional.ofNullable(clusters.get(key));
    }

    @Override
    public Collection<ClusterState> all() {
        return clusters.values();
    }

    @Override
    public Optional<EventHeaders> headers(String key) {
        return Optional.empty();
    }

    @Override
    public boolean caughtUp() {
        return !starting;
    }

    @Override
    public Optional<ClusterState> await(String key, Predicate<ClusterState> condition, Duration atMost) {
        return get(key).filter(condition);
    }

    @Override
    public AutoCloseable subscribe(BiConsumer<String, @Nullable ClusterState> listener) {
        clusters.forEach(listener);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
