package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.domain.Address;
import dev.skerry.runtime.ReadModel;
import dev.skerry.runtime.Traces;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.inventory.SiteState;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * The authoritative server: both doors on one address and port. It listens from the start, and says SERVFAIL of the zone until sites and
 * records have been read, so that a resolver goes to another server and nothing wrong is remembered.
 */
public final class DnsServer implements SmartLifecycle, HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
    private static final int TRIES_FOR_A_FREE_PORT = 20;

    private final DnsProperties properties;
    private final InetAddress address;
    private final ZoneFeed feed;
    private final Answers answers;
    private final ResponseRates rates;
    private final DnsMetrics metrics;
    private volatile @Nullable Doors doors;

    /** @throws IllegalArgumentException naming the setting that is wrong */
    public DnsServer(
            DnsProperties properties,
            ReadModel<SiteState> sites,
            ReadModel<RecordState> records,
            MeterRegistry registry,
            Traces traces) {
        this(properties, sites, records, registry, traces, InetAddress::isLoopbackAddress);
    }

    /** @param exempt whose response rate is not limited */
    DnsServer(
            DnsProperties properties,
            ReadModel<SiteState> sites,
            ReadModel<RecordState> records,
            MeterRegistry registry,
            Traces traces,
            Predicate<InetAddress> exempt) {
        this.properties = properties;
        this.address = listening(properties.address());
        Zone zone = new Zone(properties.zone(), reachable(properties, address));
        this.metrics = new DnsMetrics(registry);
        this.feed = new ZoneFeed(zone, sites, records, metrics, traces);
        this.answers = new Answers(new Responder(zone), feed::index, metrics);
        this.rates = new ResponseRates(properties.responsesPerSecond(), exempt, System::nanoTime);
    }

    @Override
    public void start() {
        feed.start();
        try {
            doors = properties.port() == 0 ? onFreePort() : on(properties.port());
        } catch (IOException e) {
            feed.stop();
            throw new UncheckedIOException(
                    "DNS cannot listen on %s port %d: set skerry.dns.address and skerry.dns.port to what is free"
                            .formatted(properties.address(), properties.port()),
                    e);
        }
        LOG.info("DNS for {} at {} port {}, UDP and TCP", properties.zone(), properties.address(), port());
    }

    @Override
    public void stop() {
        Doors current = doors;
        doors = null;
        if (current != null) {
            current.close();
        }
        feed.stop();
    }

    @Override
    public boolean isRunning() {
        Doors current = doors;
        return current != null && current.isOpen();
    }

    /** Where it listens, UDP and TCP. @throws IllegalStateException when it does not */
    public int port() {
        Doors current = doors;
        if (current == null) {
            throw new IllegalStateException("DNS does not listen");
        }
        return current.tcp().port();
    }

    @Override
    public Health health() {
        Health.Builder health =
                !isRunning() ? Health.down() : feed.index().complete() ? Health.up() : Health.outOfService();
        return health.withDetail("address", properties.address())
                .withDetail("port", isRunning() ? port() : properties.port())
                .withDetail("zone", properties.zone())
                .withDetail("caughtUp", feed.index().complete())
                .build();
    }

    private Doors onFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return on(0);
            } catch (IOException e) {
                if (attempt == TRIES_FOR_A_FREE_PORT) {
                    throw e;
                }
            }
        }
    }

    private Doors on(int port) throws IOException {
        TcpDoor tcp = TcpDoor.open(
                new InetSocketAddress(address, port),
                new TcpDoor.Limits(
                        properties.tcpConnections(),
                        properties.tcpConnectionsOfOne(),
                        properties.tcpIdle(),
                        properties.tcpLifetime()),
                answers,
                metrics);
        try {
            return new Doors(
                    UdpDoor.open(
                            new InetSocketAddress(address, tcp.port()),
                            properties.udpThreads(),
                            answers,
                            rates,
                            metrics),
                    tcp);
        } catch (IOException | RuntimeException e) {
            tcp.close();
            throw e;
        }
    }

    private static InetAddress listening(String address) {
        try {
            return InetAddress.getByAddress(Address.parse(address).bytes());
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("skerry.dns.address: " + e.getMessage(), e);
        }
    }

    private static List<Address> reachable(DnsProperties properties, InetAddress listening) {
        if (properties.publicAddresses().isEmpty()) {
            if (listening.isAnyLocalAddress()) {
                LOG.warn("the zone's name server has no address: set skerry.dns.public-addresses");
                return List.of();
            }
            return List.of(Address.of(listening.getAddress()));
        }
        try {
            return properties.publicAddresses().stream().map(Address::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("skerry.dns.public-addresses: " + e.getMessage(), e);
        }
    }

    private record Doors(UdpDoor udp, TcpDoor tcp) {

        boolean isOpen() {
            return udp.isOpen() && tcp.isOpen();
        }

        void close() {
            try (udp;
                    tcp) {
                LOG.debug("DNS closes");
            } catch (IOException e) {
                LOG.warn("a DNS socket did not close", e);
            }
        }
    }
}
