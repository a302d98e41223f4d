package dev.skerry.appmanager.domain;

/** How far an app is. */
public enum AppPhase {
    PENDING,
    PROGRESSING,
    AVAILABLE,
    DEGRADED,
    REMOVING
}
