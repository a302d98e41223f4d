package dev.skerry.inventory.domain;

/** What a machine does in its cluster. */
public enum NodeRole {
    SERVER,
    AGENT
}
