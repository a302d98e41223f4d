package dev.skerry.inventory.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a machine is, apart from how it fares.
 *
 * @param machineId a UUID of version 7: the machine's identity, whatever its MACs
 * @param name a DNS label, unique in the fleet
 * @param macs normalised; the first is the one that network-boots
 * @param site its site's name
 * @param source how it was first seen
 */
public record Description(
        String machineId,
        String name,
        List<String> macs,
        String site,
        Source source,
        Optional<Bmc> bmc,
        Map<String, String> labels) {

    public Description {
        macs = List.copyOf(macs);
        labels = Labels.copy(labels);
    }

    /** Whether nobody gave it a name yet. */
    boolean hasDefaultName() {
        return macs.stream().map(Mac::defaultName).anyMatch(name::equals);
    }
}
