package dev.skerry.sim.machine;

import dev.skerry.sim.cluster.Clusters;
import dev.skerry.sim.ledger.Ledger;
import dev.skerry.sim.net.Calls;
import dev.skerry.sim.net.Pace;
import java.net.URI;
import java.util.concurrent.ThreadFactory;

/**
 * What machines find around them.
 *
 * @param provisioner the boot door, as DHCP would name it
 * @param threads gives each powered machine its thread
 * @param ledger told what happens to machines
 */
public record Surroundings(
        URI provisioner, Calls calls, Pace pace, Clusters clusters, ThreadFactory threads, Ledger ledger) {

    URI boot(String path) {
        return URI.create(provisioner.toString().replaceFirst("/+$", "") + path);
    }
}
