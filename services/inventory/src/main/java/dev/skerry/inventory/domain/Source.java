package dev.skerry.inventory.domain;

/** Where an announcement came from. */
public enum Source {
    API,
    FILE,
    NETWORK_BOOT,
    DHCP,
    BMC_CRAWL;

    /** Whether a person wrote it: then what it says replaces what is on record, else it only fills what is missing. */
    boolean isByHand() {
        return this == API || this == FILE;
    }
}
