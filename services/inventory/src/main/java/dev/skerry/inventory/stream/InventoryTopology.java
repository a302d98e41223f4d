package dev.skerry.inventory.stream;

import dev.skerry.catalogue.Topics;
import dev.skerry.inventory.domain.Inventory;
import dev.skerry.inventory.domain.InventoryDecider;
import dev.skerry.inventory.domain.InventoryEvent;
import dev.skerry.inventory.domain.InventoryInput;
import dev.skerry.inventory.wire.CelRules;
import dev.skerry.inventory.wire.InventoryWire;
import dev.skerry.runtime.DeciderTopology;

/**
 * The service on one screen: one writer for the fleet takes in what people ask for and what the provisioner and the platform
 * installer did, and gives out events and snapshots of sites and machines.
 */
public final class InventoryTopology {

    /** The key of the one aggregate. */
    public static final String FLEET = "fleet";

    private InventoryTopology() {}

    /** What feeds the inventory's decider. */
    public static DeciderTopology<Inventory, InventoryInput, InventoryEvent> describe() {
        return DeciderTopology.of(
                        "inventory", Topics.INVENTORY_STORE, new InventoryDecider(new CelRules()), new InventoryWire())
                .single(
                        FLEET,
                        Topics.SITE_REQUESTS,
                        Topics.MACHINE_REQUESTS,
                        Topics.HARDWARE_CLASS_REQUESTS,
                        Topics.PROVISIONING_EVENTS,
                        Topics.NODE_EVENTS);
    }
}
