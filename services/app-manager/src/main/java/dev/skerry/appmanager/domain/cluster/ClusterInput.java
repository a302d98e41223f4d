package dev.skerry.appmanager.domain.cluster;

import dev.skerry.appmanager.domain.Resources;

/** What a cluster's view is told. */
public sealed interface ClusterInput {

    /** An app is to run here. */
    record Decided(String app, Desired.App wanted) implements ClusterInput {}

    /** An app's name is to be withdrawn; it goes on running. */
    record Withdrawn(String app) implements ClusterInput {}

    /** An app is to stop. */
    record Stopped(String app) implements ClusterInput {}

    /**
     * The cluster as its owner sees it.
     *
     * @param capacity what the nodes that joined have
     */
    record Seen(ClusterView.Place place, Resources capacity) implements ClusterInput {}

    /** The cluster's agent reported. */
    record Reported(AgentReport report) implements ClusterInput {}

    /** A deadline is over. */
    record Woken() implements ClusterInput {}
}
