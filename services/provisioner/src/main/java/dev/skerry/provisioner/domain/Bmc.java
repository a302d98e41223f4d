package dev.skerry.provisioner.domain;

import java.util.Optional;

/**
 * A machine's power controller.
 *
 * @param protocol how it is spoken to
 * @param address Redfish: the system's URL; IPMI: host or host:port; empty for NONE and MANUAL
 * @param credentialsRef name of its credentials in the secrets folder, never a value
 * @param boot from what it has the machine start its work
 * @param bootMode how the firmware is to start that; empty: as it is set up
 */
public record Bmc(
        Protocol protocol, String address, Optional<String> credentialsRef, Boot boot, Optional<BootMode> bootMode) {

    /** How power is controlled. NONE means Wake-on-LAN: power on, and nothing else. MANUAL: a person at the machine. */
    public enum Protocol {
        REDFISH,
        IPMI,
        NONE,
        MANUAL
    }

    /** From what a machine starts its work. */
    public enum Boot {
        NETWORK,
        /** An ISO image that the controller inserts. */
        VIRTUAL_MEDIA
    }

    /** How firmware starts a system. */
    public enum BootMode {
        UEFI,
        LEGACY
    }

    public static final Bmc NONE = new Bmc(Protocol.NONE, "", Optional.empty(), Boot.NETWORK, Optional.empty());

    boolean insertsMedia() {
        return boot == Boot.VIRTUAL_MEDIA;
    }
}
