package dev.skerry.appmanager.domain;

import java.time.Duration;

/**
 * The name under which an app is found.
 *
 * @param name without the zone
 * @param port TCP port
 * @param ttlSeconds how long resolvers may keep an answer
 */
public record DnsName(String name, int port, int ttlSeconds) {

    public Duration ttl() {
        return Duration.ofSeconds(ttlSeconds);
    }
}
