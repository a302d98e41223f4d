package dev.skerry.sim.faults;

/** The kinds of faults. Each is counted when it strikes, not when it is planned. */
public enum Fault {
    /** A power controller takes a request and does not answer. */
    BMC_HANG("bmcHang"),
    /** A power controller answers 500, 502 or 503. */
    BMC_ERROR("bmcError"),
    /** A power controller says that the power is on when it is off, and the other way round. */
    BMC_LIE("bmcLie"),
    /** A power controller does as it is told and breaks the connection in the middle of its answer. */
    BMC_DROP("bmcDrop"),
    /** A power controller breaks the connection in the middle of the TLS handshake. */
    TLS_DROP("tlsDrop"),
    /** A machine dies and never comes back; its power controller knows nothing of that. */
    DEATH("death"),
    /** A boot that comes to nothing: the machine hangs before it reports, until it is reset. */
    SILENCE("silence"),
    /** A report is sent twice. */
    REPEAT("repeat"),
    /** A report is sent some seconds late. */
    DELAY("delay"),
    /** A report is sent after the one that follows it. */
    REORDER("reorder"),
    /** A site is cut off from the rest of the world for some seconds. */
    SITE_CUT("siteCut"),
    /** An agent is killed and started again some seconds later. */
    AGENT_KILL("agentKill"),
    /** A machine's clock is wrong by minutes. */
    CLOCK("clock");

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    /** As it is called in JSON. */
    public String title() {
        return title;
    }
}
