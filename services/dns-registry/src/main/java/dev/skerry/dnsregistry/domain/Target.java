package dev.skerry.dnsregistry.domain;

import java.util.List;

/**
 * A cluster that answers for a name.
 *
 * @param clusterId unique in the fleet
 * @param site where it is
 * @param addresses IPv4 and IPv6, distinct and sorted, as the cluster wrote them; empty while it has none
 */
public record Target(String clusterId, String site, List<String> addresses) {

    public Target {
        addresses = addresses.stream().distinct().sorted().toList();
    }
}
