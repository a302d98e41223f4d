package dev.skerry.dnsregistry.effect;

import dev.skerry.runtime.settings.Setting;
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
        setting("port").within(0, 65_535, port);
        setting("udp-threads").within(1, 1_000, udpThreads);
        setting("tcp-connections").within(1, 1_000_000, tcpConnections);
        setting("tcp-connections-of-one").within(1, 1_000_000, tcpConnectionsOfOne);
        setting("tcp-idle").positive(tcpIdle);
        setting("tcp-lifetime").positive(tcpLifetime);
        setting("responses-per-second").within(1, 1_000_000, responsesPerSecond);
        publicAddresses = List.copyOf(publicAddresses);
    }

    private static Setting setting(String name) {
        return Setting.of("skerry.dns." + name);
    }
}
