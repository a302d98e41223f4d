package dev.skerry.inventory.domain;

import java.util.Optional;

/**
 * A machine's power controller.
 *
 * @param address Redfish: the system's URL; IPMI: {@code host} or {@code host:port}, also after {@code ipmi://}; empty for {@link BmcProtocol#NONE}
 * @param credentialsRef name of the credentials in the secrets folder, never a value
 */
public record Bmc(BmcProtocol protocol, String address, Optional<String> credentialsRef) {}
