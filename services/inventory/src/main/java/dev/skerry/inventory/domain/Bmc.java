package dev.skerry.inventory.domain;

import java.util.Optional;

/**
 * A machine's power controller.
 *
 * @param address Redfish: the system's URL; IPMI: {@code host} or {@code host:port}, also after {@code ipmi://}; empty for {@link BmcProtocol#NONE}
 * @param credentialsRef name of the credentials in the secrets folder, never a value
 * @param boot from what the machine starts its work; empty: from the network
 * @param bootMode how its firmware is to start that; empty: as it is set up
 */
public record Bmc(
        BmcProtocol protocol,
        String address,
        Optional<String> credentialsRef,
        Optional<Boot> boot,
        Optional<BootMode> bootMode) {

    /** From what a machine starts its work. */
    public enum Boot {
        PXE,
        /** An ISO image that its Redfish controller inserts. */
        VIRTUAL_MEDIA
    }

    /** How firmware starts a system. */
    public enum BootMode {
        UEFI,
        LEGACY
    }
}
