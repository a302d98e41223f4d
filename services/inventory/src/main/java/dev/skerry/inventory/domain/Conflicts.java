package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.IdentityConflictDetected;
import dev.skerry.inventory.domain.InventoryEvent.LifecycleChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Two claims on one MAC. The claim is put on record once; a machine that nobody has let in yet goes to quarantine, where a person
 * decides. A machine that was let in stays what it is: otherwise whoever can say a MAC could take down a machine at work.
 */
final class Conflicts {

    private Conflicts() {}

    static List<InventoryEvent> over(String mac, Machine holder, String claim, Instant at) {
        IdentityConflictDetected conflict = new IdentityConflictDetected(holder.id(), holder.site(), mac, claim, at);
        List<InventoryEvent> events = new ArrayList<>();
        if (!conflict.isToldBy(holder.reason())) {
            events.add(conflict);
        }
        if (holder.lifecycle() == Lifecycle.DISCOVERED) {
            events.add(new LifecycleChanged(
                    holder.id(),
                    holder.site(),
                    Lifecycle.QUARANTINED,
                    conflict.addedTo(holder.reason()),
                    holder.clusterId(),
                    at));
        }
        return events;
    }
}
