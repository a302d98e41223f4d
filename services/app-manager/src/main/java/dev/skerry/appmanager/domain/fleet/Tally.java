package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.AppPhase;
import dev.skerry.appmanager.domain.PlacementPhase;

/**
 * How many placements of an app stay, and how they are.
 *
 * @param all placements, those on their way out included
 * @param live those that stay
 * @param available of the live ones, those that serve the revision in force
 * @param degraded of the live ones
 */
record Tally(int all, int live, int available, int degraded) {

    static final Tally NONE = new Tally(0, 0, 0, 0);

    Tally with(Placement placement, int revision) {
        return plus(placement, revision, 1);
    }

    Tally without(Placement placement, int revision) {
        return plus(placement, revision, -1);
    }

    private Tally plus(Placement placement, int revision, int sign) {
        boolean serves = placement.phase() == PlacementPhase.AVAILABLE && placement.revision() == revision;
        return new Tally(
                all + sign,
                live + (placement.live() ? sign : 0),
                available + (serves ? sign : 0),
                degraded + (placement.phase() == PlacementPhase.DEGRADED ? sign : 0));
    }

    AppPhase phase(boolean satisfied) {
        if (live == 0) {
            return AppPhase.PENDING;
        }
        if (!satisfied || degraded > 0) {
            return AppPhase.DEGRADED;
        }
        return available == live ? AppPhase.AVAILABLE : AppPhase.PROGRESSING;
    }
}
