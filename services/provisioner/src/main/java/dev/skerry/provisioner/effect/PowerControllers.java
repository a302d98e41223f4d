package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.runtime.Secrets;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The ways to control power, by protocol. */
public final class PowerControllers {

    private static final Duration REDFISH_POLL = Duration.ofMillis(250);

    /** Longer, for each reading is a program and a session. */
    private static final Duration IPMI_POLL = Duration.ofMillis(500);

    private final PowerController redfish;
    private final PowerController ipmi;
    private final PowerController wakeOnLan;

    /**
     * Makes them.
     *
     * @param folder where credentials lie: {@code bmc/NAME/username}, {@code password} and, for a private CA, {@code ca.crt}
     * @param wakeOnLan where magic packets go
     * @param medium what machines boot as virtual medium
     */
    public PowerControllers(Secrets folder, InetSocketAddress wakeOnLan, BootMedium medium) {
        BmcSecrets secrets = new BmcSecrets(folder);
        RedfishClients clients = new RedfishClients(secrets);
        IpmiTool tool = new IpmiTool(secrets, new LocalPrograms());
        this(
                new PowerSequence((order, guard) -> RedfishDoor.to(order, clients, medium, guard), REDFISH_POLL),
                new PowerSequence((order, guard) -> new IpmiDoor(tool, order.bmc(), guard), IPMI_POLL),
                new WakeOnLanController(wakeOnLan));
    }

    PowerControllers(PowerController redfish, PowerController ipmi, PowerController wakeOnLan) {
        this.redfish = redfish;
        this.ipmi = ipmi;
        this.wakeOnLan = wakeOnLan;
    }

    PowerController of(Bmc bmc) {
        return switch (bmc.protocol()) {
            case REDFISH -> redfish;
            case IPMI -> ipmi;
            case NONE -> wakeOnLan;
            case MANUAL -> throw new IllegalArgumentException("bmc.manual: no task is for a person");
        };
    }
}
