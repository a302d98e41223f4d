package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.domain.Site;
import dev.skerry.dnsregistry.domain.Sites;
import dev.skerry.dnsregistry.wire.ZoneWire;
import dev.skerry.runtime.ReadModel;
import dev.skerry.runtime.Traces;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.inventory.SiteState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index current. One thread takes all changes that have arrived, makes the next index of them, and publishes it: what arrives
 * meanwhile waits for the next, so a flood of changes costs few indices and a single change is served at once.
 */
final class ZoneFeed {

    private static final Logger LOG = LoggerFactory.getLogger(ZoneFeed.class);
    private static final long CATCH_UP_POLL_MILLIS = 20;

    /** One snapshot of a read model; null where it was deleted. */
    private sealed interface Change {

        record OfSite(String name, @Nullable SiteState site) implements Change {}

        record OfName(String name, @Nullable RecordState record) implements Change {}
    }

    private final Zone zone;
    private final DnsMetrics metrics;
    private final Traces traces;
    private final ReadModel<SiteState> siteStates;
    private final ReadModel<RecordState> recordStates;
    private final LinkedBlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private volatile ZoneIndex index;
    private final List<AutoCloseable> subscriptions = new ArrayList<>();
    private @Nullable Thread builder;

    /** The builder thread's own. */
    private final Map<String, Site> sites = new HashMap<>();

    private final Map<String, ServedName> names = new HashMap<>();
    private Sites current = Sites.NONE;
    private long serial;
    private boolean complete;

    ZoneFeed(
            Zone zone,
            ReadModel<SiteState> siteStates,
            ReadModel<RecordState> recordStates,
            DnsMetrics metrics,
            Traces traces) {
        this.zone = zone;
        this.traces = traces;
        this.metrics = metrics;
        this.siteStates = siteStates;
        this.recordStates = recordStates;
        this.index = new ZoneIndex(zone, false, Sites.NONE, List.of(), 0);
    }

    /** The newest index. */
    ZoneIndex index() {
        return index;
    }

    void start() {
        subscriptions.add(siteStates.subscribe((name, site) -> changes.add(new Change.OfSite(name, site))));
        subscriptions.add(recordStates.subscribe((name, record) -> changes.add(new Change.OfName(name, record))));
        builder = Thread.ofPlatform().name("dns-index").daemon().start(this::build);
    }

    void stop() {
        for (AutoCloseable subscription : subscriptions) {
            try {
                subscription.close();
            } catch (Exception e) {
                LOG.warn("a read model's subscription did not close", e);
            }
        }
        subscriptions.clear();
        if (builder != null) {
            builder.interrupt();
            Threads.join(List.of(builder));
        }
    }

    private void build() {
        List<Change> taken = new ArrayList<>();
        try {
            while (true) {
                Change first = complete ? changes.take() : changes.poll(CATCH_UP_POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    taken.add(first);
                    changes.drainTo(taken);
                }
                boolean news = complete;
                boolean caughtUp = !complete && siteStates.caughtUp() && recordStates.caughtUp();
                if (caughtUp) {
                    siteStates.all().forEach(site -> taken.add(new Change.OfSite(site.getSite(), site)));
                    recordStates.all().forEach(record -> taken.add(new Change.OfName(record.getName(), record)));
                    complete = true;
                }
                if (caughtUp || !taken.isEmpty()) {
                    publish(taken);
                    if (news) {
                        measure(taken);
                    }
                }
                taken.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(List<Change> taken) {
        boolean moved = false;
        for (Change change : taken) {
            switch (change) {
                case Change.OfSite of -> moved |= site(of.name(), of.site());
                case Change.OfName of -> name(of.name(), of.record());
            }
        }
        if (moved) {
            current = new Sites(sites.values());
        }
        index = new ZoneIndex(zone, complete, current, names.values(), serial);
    }

    /** What is read when the service starts was decided long ago: only what comes afterwards is measured. */
    private void measure(List<Change> published) {
        Instant now = Instant.now();
        for (Change change : published) {
            if (change instanceof Change.OfName(var name, var record) && record != null) {
                metrics.updated(Duration.between(record.getChangedAt(), now));
                if (traces.on()) {
                    recordStates
                            .headers(name)
                            .ifPresent(event -> traces.consume("serve", "name", event.traceparent())
                                    .with("dns.question.name", name)
                                    .end());
                }
            }
        }
    }

    /** Whether the site is otherwise than before. */
    private boolean site(String name, @Nullable SiteState record) {
        Site before = sites.remove(name);
        if (record != null) {
            try {
                sites.put(name, ZoneWire.site(record));
                grow(record.getRegisteredAt().getEpochSecond());
            } catch (RuntimeException e) {
                LOG.warn("the site {} is left out of DNS: {}", name, e.getMessage());
            }
        }
        return !Objects.equals(before, sites.get(name));
    }

    private void name(String name, @Nullable RecordState record) {
        names.remove(name);
        if (record != null) {
            try {
                ServedName served = new ServedName(zone, ZoneWire.name(record));
                names.put(name, served);
                grow(served.changedAt());
            } catch (RuntimeException e) {
                LOG.warn("the name {} is left out of DNS: {}", name, e.getMessage());
            }
        }
    }

    /** The serial never falls (RFC 1982 arithmetic is not needed before 2106). */
    private void grow(long epochSecond) {
        serial = Math.max(serial, epochSecond & 0xFFFF_FFFFL);
    }
}
