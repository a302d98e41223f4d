package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.runtime.Secrets;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The ways to control power, by protocol. */
public final class PowerControllers {

    private final PowerController redfish;
    private final PowerController wakeOnLan;
    private final PowerController ipmi = (order, _, _) -> {
        throw PowerException.lasting("IPMI is not supported yet: give the machine's Redfish address, or protocol none");
    };

    /**
     * Makes them.
     *
     * @param secrets where credentials lie: {@code bmc/NAME/username}, {@code password} and, for a private CA, {@code ca.crt}
     * @param wakeOnLan where magic packets go
     */
    public PowerControllers(Secrets secrets, InetSocketAddress wakeOnLan) {
        this(
                new RedfishController(new RedfishClients(secrets), Duration.ofMillis(250)),
                new WakeOnLanController(wakeOnLan));
    }

    PowerControllers(PowerController redfish, PowerController wakeOnLan) {
        this.redfish = redfish;
        this.wakeOnLan = wakeOnLan;
    }

    PowerController of(Bmc bmc) {
        return switch (bmc.protocol()) {
            case REDFISH -> redfish;
            case IPMI -> ipmi;
            case NONE -> wakeOnLan;
        };
    }
}
