package dev.skerry.appmanager.domain.cluster;

import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.Resources;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What follows for a cluster. */
public sealed interface ClusterEvent {

    /** The desired state has a new generation: with this app as it says, or without it. */
    record DesiredChanged(String app, Optional<Desired.App> wanted) implements ClusterEvent {}

    /** An app's name is withdrawn, or no longer. */
    record WithdrawalChanged(String app, boolean withdrawn) implements ClusterEvent {}

    /** Its owner says something new of the cluster. */
    record PlaceChanged(ClusterView.Place place, Resources capacity) implements ClusterEvent {}

    /** Its agent says something new; {@code reports} is what is known of each app then. */
    record AgentChanged(ClusterView.Agent agent, SortedMap<String, AppReport> reports) implements ClusterEvent {
        public AgentChanged {
            reports = Collections.unmodifiableSortedMap(new TreeMap<>(reports));
        }
    }

    /**
     * Its agent was heard and says nothing new.
     *
     * @param shown whether those who watch the fleet are to see it
     */
    record AgentHeard(long sequence, Instant at, boolean shown) implements ClusterEvent {}

    /** Its agent came, or came back. */
    record AgentConnected(String site, String version) implements ClusterEvent {}

    /** Nothing was heard of its agent for too long. */
    record AgentDisconnected(String site, Instant lastSeen) implements ClusterEvent {}

    /** The fleet is to know how an app is here. */
    record PlacementReported(String app, AppReport report) implements ClusterEvent {}

    /** An app's name was not announced when it was withdrawn: nobody needs to be waited for. */
    record NameFree(String app, int revision) implements ClusterEvent {}

    /** An app answers here. */
    record WorkloadAvailable(String app, String site, Announcement announcement) implements ClusterEvent {}

    /** An app no longer answers here, or is about to stop. */
    record WorkloadGone(String app, String site, Optional<DnsName> dns, String reason) implements ClusterEvent {}
}
