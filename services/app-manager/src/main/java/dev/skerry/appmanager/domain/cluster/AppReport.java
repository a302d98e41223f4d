package dev.skerry.appmanager.domain.cluster;

import dev.skerry.appmanager.domain.PlacementPhase;

/**
 * How an app is on a cluster.
 *
 * @param revision which runs there, or is to
 * @param phase how far it is
 * @param readyReplicas how many are ready
 * @param message for a person; may be empty
 */
public record AppReport(int revision, PlacementPhase phase, int readyReplicas, String message) {

    static AppReport pending(int revision, int ready) {
        return new AppReport(revision, PlacementPhase.PENDING, ready, "");
    }
}
