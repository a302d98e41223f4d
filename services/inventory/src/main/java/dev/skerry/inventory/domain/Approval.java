package dev.skerry.inventory.domain;

/** Who lets a machine in that announces itself at a site. */
public enum Approval {
    /** The site's policy does, at once. */
    AUTOMATIC,
    /** A person does. */
    MANUAL
}
