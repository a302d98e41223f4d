package dev.skerry.platforminstaller.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A decision in the making: a copy of the site on which each event is folded as it is decided, so that the next step sees it. */
final class Draft {

    private final Site site;
    private final Instant now;
    private final List<SiteEvent> events = new ArrayList<>();

    Draft(Site before, Instant now) {
        this.site = before.copy();
        this.now = now;
    }

    Site site() {
        return site;
    }

    Instant now() {
        return now;
    }

    Collection<Machine> machines() {
        return site.allMachines();
    }

    /** The ids of the site's clusters, in order; a copy, for clusters change meanwhile. */
    List<String> clusterIds() {
        return List.copyOf(site.clusters().keySet());
    }

    /** A cluster that is known to be there. */
    Cluster cluster(String id) {
        return site.cluster(id).orElseThrow();
    }

    void emit(SiteEvent event) {
        events.add(event);
        SiteEvolution.fold(site, event);
    }

    void condition(Cluster cluster, Condition.Type type, boolean holds, String reason) {
        Condition before = cluster.conditions().get(type);
        if (before == null || before.holds() != holds || !before.reason().equals(reason)) {
            emit(new SiteEvent.ConditionChanged(cluster.id(), type, holds, reason, now));
        }
    }

    void release(Cluster cluster, Node node, String reason) {
        emit(new SiteEvent.NodeReleased(cluster.id(), node.machineId(), reason, cluster.isHandedOut(node), now));
    }

    List<SiteEvent> events() {
        return List.copyOf(events);
    }
}
