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
 * @param tcpConnectionsOfOne how many of them one client may have: an IPv4 address or an IPv6 /64; at least 1
 * @param tcpIdle how long a connection may take from one answer to the next
 * @param tcpLifetime how long a connection may last in all
 * @param responsesPerSecond UDP responses a second to one network (IPv4 /24, IPv6 /56), 1 to 1,000,000
 */
@ConfigurationProperties("skerry.dns")
public record DnsProperties(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("5353") int port,
        @DefaultValue("edge.skerry.test.") String zone,
        @DefaultValue List<String> publicAddresses,
        @DefaultValue("2") int udpThreads,
        @DefaultValue("512") int tcpConnections,
        @DefaultValue("128") int tcpConnectionsOfOne,
        @DefaultValue("10s") Duration tcpIdle,
        @DefaultValue("5m") Duration tcpLifetime,
        @DefaultValue("1000") int responsesPerSecond) {

    public DnsProperties {
        require(port >= 0 && port <= 65535, "skerry.dns.port: must be 0 to 65535, not " + port);
        require(udpThreads >= 1, "skerry.dns.udp-threads: must be at least 1");
        require(tcpConnections >= 1, "skerry.dns.tcp-connections: must be at least 1");
        require(tcpIdle.isPositive(), "skerry.dns.tcp-idle: must be positive");
        require(tcpConnectionsOfOne >= 1, "skerry.dns.tcp-connections-of-one: must be at least 1");
        require(tcpLifetime.isPositive(), "skerry.dns.tcp-lifetime: must be positive");
        require(
                responsesPerSecond >= 1 && responsesPerSecond <= 1_000_000,
                "skerry.dns.responses-per-second: must be 1 to 1000000");
        publicAddresses = List.copyOf(publicAddresses);
    }

    private static void require(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
