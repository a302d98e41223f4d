package dev.skerry.dnsregistry.effect;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Rcode;

/** What is counted of queries: by transport and response code, never by name or asker. */
final class DnsMetrics {

    private static final Duration[] UPDATE_BOUNDS = Stream.of(
                    10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final List<List<Counter>> answered;
    private final List<Counter> ignored;
    private final Counter truncated;
    private final Counter dropped;
    private final Counter refusedConnections;
    private final AtomicInteger connections = new AtomicInteger();
    private final Timer zoneUpdates;

    DnsMetrics(MeterRegistry registry) {
        answered = Stream.of(Transport.values())
                .map(transport -> IntStream.rangeClosed(0, Rcode.BADVERS)
                        .mapToObj(rcode -> Counter.builder("skerry.dns.queries")
                                .description("Queries that were answered")
                                .tag("transport", label(transport))
                                .tag("rcode", Rcode.string(rcode))
                                .register(registry))
                        .toList())
                .toList();
        ignored = Stream.of(Transport.values())
                .map(transport -> Counter.builder("skerry.dns.messages.ignored")
                        .description("Messages without an answer: too short, responses, or not deliverable")
                        .tag("transport", label(transport))
                        .register(registry))
                .toList();
        truncated = limited("truncated", registry);
        dropped = limited("dropped", registry);
        refusedConnections = Counter.builder("skerry.dns.tcp.connections.refused")
                .description("Connections that were closed at once because too many were open, of all or of one client")
                .register(registry);
        zoneUpdates = Timer.builder("skerry.dns.zone.update")
                .description("From the decision that a name answers otherwise until it does")
                .serviceLevelObjectives(UPDATE_BOUNDS)
                .register(registry);
        Gauge.builder("skerry.dns.tcp.connections", connections, AtomicInteger::get)
                .description("Connections that are open")
                .register(registry);
    }

    /** A name answers otherwise, so long after it was decided. */
    void updated(Duration after) {
        zoneUpdates.record(after.isNegative() ? Duration.ZERO : after);
    }

    void answered(Transport transport, int rcode) {
        answered.get(transport.ordinal()).get(rcode).increment();
    }

    void ignored(Transport transport) {
        ignored.get(transport.ordinal()).increment();
    }

    void truncated() {
        truncated.increment();
    }

    void dropped() {
        dropped.increment();
    }

    private static Counter limited(String result, MeterRegistry registry) {
        return Counter.builder("skerry.dns.responses.limited")
                .description("Responses over UDP beyond the rate of the network that they would go to")
                .tag("result", result)
                .register(registry);
    }

    void refusedConnection() {
        refusedConnections.increment();
    }

    void connections(int open) {
        connections.set(open);
    }

    private static String label(Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT);
    }
}
