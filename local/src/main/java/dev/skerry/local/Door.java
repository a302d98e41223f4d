package dev.skerry.local;

/** Every port that an installation on one machine keeps, the simulator's included: addresses in records must stay true. */
enum Door {
    INVENTORY("inventory", true, false),
    PROVISIONER("provisioner", true, false),
    INSTALLER("platform-installer", true, false),
    APP_MANAGER("app-manager", true, false),
    DNS_REGISTRY("dns-registry", true, false),
    AGENTS("agents", true, false),
    DNS("dns", true, true),
    WAKE_ON_LAN("wake-on-lan", false, true),
    SIM_BMC("sim-bmc", true, false),
    SIM_CONTROL("sim-control", true, false);

    private final String title;
    private final boolean tcp;
    private final boolean udp;

    Door(String title, boolean tcp, boolean udp) {
        this.title = title;
        this.tcp = tcp;
        this.udp = udp;
    }

    /** Its name in the file of ports. */
    String title() {
        return title;
    }

    boolean tcp() {
        return tcp;
    }

    boolean udp() {
        return udp;
    }

    /** Whether a simulator, which may run while the fleet does not, listens there: that it is taken is as it should be. */
    boolean simulators() {
        return this == WAKE_ON_LAN || this == SIM_BMC || this == SIM_CONTROL;
    }
}
