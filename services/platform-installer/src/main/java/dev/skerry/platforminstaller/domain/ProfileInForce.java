package dev.skerry.platforminstaller.domain;

import java.time.Instant;

/**
 * An install profile that is in force.
 *
 * @param version from 1; each change counts
 */
public record ProfileInForce(InstallProfile profile, int version, Instant changedAt) {

    /** What it is called, with its version. */
    public InstallProfile.Version id() {
        return new InstallProfile.Version(profile.name(), version);
    }
}
