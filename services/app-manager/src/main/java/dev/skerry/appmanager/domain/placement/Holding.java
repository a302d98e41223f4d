package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.Resources;
import java.time.Instant;

/**
 * What an app has on a cluster already.
 *
 * @param replicas how many
 * @param each what is reserved for one of them
 * @param live false when it is on its way out: the cluster may be chosen again, but is not preferred
 * @param current whether it is of the revision in force; such a one stays before others
 * @param available whether it serves
 * @param since when that was decided or last changed; of equals the older one stays
 */
public record Holding(int replicas, Resources each, boolean live, boolean current, boolean available, Instant since) {

    public Resources reserved() {
        return each.times(replicas);
    }
}
