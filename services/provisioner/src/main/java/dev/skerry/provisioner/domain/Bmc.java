package dev.skerry.provisioner.domain;

import java.util.Optional;

/**
 * A machine's power controller.
 *
 * @param protocol how it is spoken to
 * @param address Redfish: the system's URL; IPMI: host or host:port; empty for NONE and MANUAL
 * @param credentialsRef name of its credentials in the secrets folder, never a value
 */
public record Bmc(Protocol protocol, String address, Optional<String> credentialsRef) {

    /** How power is controlled. NONE means Wake-on-LAN: power on, and nothing else. MANUAL: a person at the machine. */
    public enum Protocol {
        REDFISH,
        IPMI,
        NONE,
        MANUAL
    }

    public static final Bmc NONE = new Bmc(Protocol.NONE, "", Optional.empty());
}
