package dev.skerry.dnsregistry.effect;

import dev.skerry.runtime.Traces;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.inventory.SiteState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** A server on a free port of the loopback address, with what it reads. */
final class RunningServer implements AutoCloseable {

    final MemoryReadModel<SiteState> sites = new MemoryReadModel<>();
    final MemoryReadModel<RecordState> records = new MemoryReadModel<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final DnsServer server;

    RunningServer(int connections, Duration idle) {
        this(connections, connections, idle, 1_000, InetAddress::isLoopbackAddress);
    }

    RunningServer(int connections, int ofOne, Duration idle, int rate, Predicate<InetAddress> exempt) {
        server = new DnsServer(
                new DnsProperties(
                        "127.0.0.1",
                        0,
                        TestZone.ORIGIN,
                        List.of(),
                        2,
                        connections,
                        ofOne,
                        idle,
                        Duration.ofMinutes(5),
                        rate),
                sites,
                records,
                meters,
                Traces.off(),
                exempt);
        server.start();
    }

    /** With the sites and names of {@link TestZone} that the tests over sockets ask for. */
    static RunningServer complete(int connections, Duration idle) {
        return new RunningServer(connections, idle).filled();
    }

    /** Has what {@link #complete} says. */
    RunningServer filled() {
        RunningServer running = this;
        running.sites.put("copenhagen", TestZone.siteState("copenhagen", 55.6761, 12.5683, "10.1.0.0/16"));
        running.sites.put("berlin", TestZone.siteState("berlin", 52.52, 13.405, "10.2.0.0/16"));
        running.records.put(
                "shop",
                TestZone.recordState(
                        "shop",
                        TestZone.target("copenhagen", "203.0.113.1", "2001:db8::1"),
                        TestZone.target("berlin", "203.0.113.2")));
        running.records.put("crowd", TestZone.recordState("crowd", TestZone.many("copenhagen", 300)));
        running.catchUp();
        return running;
    }

    void catchUp() {
        sites.catchUp();
        records.catchUp();
        Eventually.holds("the zone is complete", () -> "UP".equals(status()));
    }

    String status() {
        return server.health().getStatus().getCode();
    }

    int port() {
        return server.port();
    }

    double answered(String transport, String rcode) {
        return meters.get("skerry.dns.queries")
                .tag("transport", transport)
                .tag("rcode", rcode)
                .counter()
                .count();
    }

    @Override
    public void close() {
        server.stop();
    }
}
