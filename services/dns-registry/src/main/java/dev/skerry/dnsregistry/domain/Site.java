package dev.skerry.dnsregistry.domain;

import java.util.List;

/**
 * A site as DNS sees it.
 *
 * @param name its id
 * @param location where it is
 * @param clients the prefixes whose users are nearest to it
 */
public record Site(String name, Location location, List<Prefix> clients) {

    public Site {
        clients = List.copyOf(clients);
    }
}
