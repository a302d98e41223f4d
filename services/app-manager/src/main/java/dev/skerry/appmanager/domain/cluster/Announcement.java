package dev.skerry.appmanager.domain.cluster;

import dev.skerry.appmanager.domain.DnsName;
import java.util.List;
import java.util.Optional;

/**
 * An app answers at a cluster.
 *
 * @param revision which
 * @param dns under which name
 * @param addresses where
 */
public record Announcement(int revision, Optional<DnsName> dns, List<String> addresses) {}
