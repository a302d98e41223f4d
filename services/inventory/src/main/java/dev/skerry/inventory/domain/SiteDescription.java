package dev.skerry.inventory.domain;

import java.util.List;
import java.util.Map;

/**
 * What a person says of a site.
 *
 * @param name a DNS label; the site's id
 * @param latitude degrees north, -90 to 90 (WGS 84)
 * @param longitude degrees east, -180 to 180 (WGS 84)
 * @param region DNS labels from the widest to the narrowest, such as {@code emea/dk/copenhagen}
 * @param clientPrefixes CIDR blocks whose users are nearest to this site
 */
public record SiteDescription(
        String name,
        String displayName,
        double latitude,
        double longitude,
        String region,
        Map<String, String> labels,
        List<String> clientPrefixes,
        Approval approval) {

    public SiteDescription {
        labels = Labels.copy(labels);
        clientPrefixes = List.copyOf(clientPrefixes);
    }
}
