package dev.skerry.provisioner.domain;

import java.util.List;

/**
 * A power command with what is needed to carry it out.
 *
 * @param machineId the machine's id
 * @param command what is to be done
 * @param bmc who can do it
 * @param macs for Wake-on-LAN; canonical
 */
public record PowerOrder(String machineId, PowerCommand command, Bmc bmc, List<String> macs) {

    public PowerOrder {
        macs = List.copyOf(macs);
    }
}
