package dev.skerry.platforminstaller.stream;

import dev.skerry.catalogue.Topics;
import dev.skerry.platforminstaller.domain.ClusteringDecider;
import dev.skerry.platforminstaller.domain.Fleet;
import dev.skerry.platforminstaller.domain.FleetEvent;
import dev.skerry.platforminstaller.domain.FleetInput;
import dev.skerry.platforminstaller.domain.Site;
import dev.skerry.platforminstaller.domain.SiteDecider;
import dev.skerry.platforminstaller.domain.SiteEvent;
import dev.skerry.platforminstaller.domain.SiteInput;
import dev.skerry.platforminstaller.wire.FleetWire;
import dev.skerry.platforminstaller.wire.SiteInputs;
import dev.skerry.platforminstaller.wire.SiteWire;
import dev.skerry.runtime.DeciderTopology;
import java.time.Duration;

/** The service on one screen: one planner for the fleet says which clusters are wanted where, one for each site makes them. */
public final class InstallerTopology {

    private InstallerTopology() {}

    /** Sites and clusterings meet here; asks the site planners for clusters, and app-manager for the platform tools. */
    public static DeciderTopology<Fleet, FleetInput, FleetEvent> clusterings() {
        return DeciderTopology.of("clusterings", Topics.CLUSTERING_STORE, new ClusteringDecider(), new FleetWire())
                .single("fleet", Topics.SITE_EVENTS, Topics.CLUSTERING_REQUESTS, Topics.INSTALL_PROFILE_REQUESTS);
    }

    /**
     * Machines and clusters of a site meet here.
     *
     * @param grace how long an agent may be away before its cluster is lost
     * @param joinTimeout how long an installed node may take to join, after its attempt's deadline
     */
    public static DeciderTopology<Site, SiteInput, SiteEvent> sites(Duration grace, Duration joinTimeout) {
        return DeciderTopology.of(
                        "sites", Topics.SITE_CLUSTERS_STORE, new SiteDecider(grace, joinTimeout), new SiteWire())
                .keyed(Topics.CLUSTER_REQUESTS, Topics.NODE_OBSERVATIONS)
                .rekeyed(
                        SiteInputs::siteOf,
                        Topics.PROVISIONING_EVENTS,
                        Topics.AGENT_EVENTS,
                        Topics.WORKLOAD_EVENTS,
                        Topics.HARDWARE_CLASS_EVENTS);
    }
}
