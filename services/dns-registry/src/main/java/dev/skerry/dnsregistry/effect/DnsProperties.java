package dev.skerry.dnsregistry.effect;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The DNS server's settings.
 *
 * @param address where it listens; a wildcard is allowed
 * @param port UDP and TCP, 0 for a free one
 * @param zone the zone, an absolute name
 * @param publicAddresses what the zone's name server is reached under from outside; when empty, the address where it listens unless
 *     that is a wildcard
 * @param udpThreads how many threads answer UDP, at least 1
 * @param tcpConnections how many connections are open at most; at least 1
 * @param tcpIdle how long a connection may take from one answer to the next
 */
@ConfigurationProperties("skerry.dns")
public record DnsProperties(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("5353") int port,
        @DefaultValue("edge.skerry.test.") String zone,
        @DefaultValue List<String> publicAddresses,
        @DefaultValue("2") int udpThreads,
        @DefaultValue("512") int tcpConnections,
        @DefaultValue("10s") Duration tcpIdle) {

    public DnsProperties {
        require(port >= 0 && port <= 65535, "skerry.dns.port: must be 0 to 65535, not " + port);
        require(udpThreads >= 1, "skerry.dns.udp-threads: must be at least 1");
        require(tcpConnections >= 1, "skerry.dns.tcp-connections: must be at least 1");
        require(tcpIdle.isPositive(), "skerry.dns.tcp-idle: must be positive");
        publicAddresses = List.copyOf(publicAddresses);
    }

    private static void require(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
