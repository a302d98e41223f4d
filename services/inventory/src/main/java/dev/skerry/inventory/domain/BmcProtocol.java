package dev.skerry.inventory.domain;

/** How a machine's power is controlled. */
public enum BmcProtocol {
    REDFISH,
    IPMI,
    /** Wake-on-LAN only. */
    NONE,
    /** A person at the machine. */
    MANUAL
}
