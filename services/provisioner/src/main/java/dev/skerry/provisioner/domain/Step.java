package dev.skerry.provisioner.domain;

/** The kinds of work that are done on a machine. */
public enum Step {
    INSPECTION,
    INSTALLATION,
    RELEASE,
    RESCUE
}
