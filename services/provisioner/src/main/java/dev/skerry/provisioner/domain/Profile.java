package dev.skerry.provisioner.domain;

import java.util.List;
import java.util.Map;

/**
 * What inventory says of a machine.
 *
 * @param id the machine's identity in the fleet
 * @param name a DNS label
 * @param site name of the site where it stands
 * @param macs canonical, at least one; the first is the one that network-boots
 * @param bmc its power controller
 * @param labels for people and planners
 */
public record Profile(String id, String name, String site, List<String> macs, Bmc bmc, Map<String, String> labels) {

    public Profile {
        macs = List.copyOf(macs);
        labels = Map.copyOf(labels);
    }
}
