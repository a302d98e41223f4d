package dev.skerry.local;

import dev.skerry.peers.Dist;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an installation on one machine runs.
 *
 * @param state the folder that holds everything: data, secrets, ports, logs. Made when missing, used again by the next start
 * @param dist where the broker's and the registry's programs are
 * @param host under which machines, nodes and agents reach the doors, which listen on loopback: a DNS name or an address
 * @param zone the DNS zone, with or without the dot at its end
 * @param machineWait how long a waiting machine sleeps before it asks again
 * @param grace how long an agent may be away before its cluster is lost
 * @param startLimit how long the services may take to be ready
 * @param brokers brokers that run already, {@code host:port}, comma-separated; empty to run one beside the services
 * @param more settings of the services, by their names in docs/configuration.md, that count before those that are given here
 */
public record LocalSettings(
        Path state,
        Dist dist,
        String host,
        String zone,
        Duration machineWait,
        Duration grace,
        Duration startLimit,
        Optional<String> brokers,
        Map<String, String> more) {

    /** The zone that an installation has when nobody chose another. */
    public static final String DEFAULT_ZONE = "edge.skerry.test.";

    private static final String LOOPBACK = "127.0.0.1";

    public LocalSettings {
        state = state.toAbsolutePath().normalize();
        more = Map.copyOf(more);
        zone = zone.endsWith(".") ? zone : zone + ".";
        if (startLimit.isNegative() || startLimit.isZero()) {
            throw new IllegalArgumentException("startLimit must be above 0: " + startLimit);
        }
    }

    /** Settings with the default zone and times that suit one machine, where nothing is far away. */
    public static LocalSettings of(Path state, Dist dist) {
        return new LocalSettings(
                state,
                dist,
                LOOPBACK,
                DEFAULT_ZONE,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(300),
                Optional.empty(),
                Map.of());
    }

    /** The same with other settings of the services. */
    public LocalSettings with(Map<String, String> others) {
        return new LocalSettings(state, dist, host, zone, machineWait, grace, startLimit, brokers, others);
    }

    /** The same on brokers that run already. */
    public LocalSettings withBrokers(String existing) {
        return new LocalSettings(state, dist, host, zone, machineWait, grace, startLimit, Optional.of(existing), more);
    }

    /** The same, reached under another name or address. */
    public LocalSettings withHost(String other) {
        return new LocalSettings(state, dist, other, zone, machineWait, grace, startLimit, brokers, more);
    }

    /** The names that the doors' certificate is for, beside those of loopback. */
    Set<String> names() {
        return host.equals(LOOPBACK) ? Set.of() : Set.of(host);
    }

    Path secrets() {
        return state.resolve("secrets");
    }

    Path logs() {
        return state.resolve("logs");
    }
}
