package dev.skerry.inventory.domain;

import java.util.EnumSet;
import java.util.Set;

/** Where a machine stands in its life. */
public enum Lifecycle {
    DISCOVERED,
    REJECTED,
    APPROVED,
    INSPECTING,
    AVAILABLE,
    INSTALLING,
    ACTIVE,
    RELEASING,
    RESCUE,
    FAILED,
    /** Its identity is in doubt, and nobody had let it in before the doubt came. */
    QUARANTINED,
    RETIRED;

    /** The steps that there are. What says otherwise is late or repeated. */
    boolean mayBecome(Lifecycle next) {
        return next(this).contains(next);
    }

    /** Whether it was let in: from then on it is the provisioner's, and only its results move it. */
    boolean isLetIn() {
        return switch (this) {
            case DISCOVERED, REJECTED, QUARANTINED -> false;
            case APPROVED, INSPECTING, AVAILABLE, INSTALLING, ACTIVE, RELEASING, RESCUE, FAILED, RETIRED -> true;
        };
    }

    private static Set<Lifecycle> next(Lifecycle lifecycle) {
        return switch (lifecycle) {
            case DISCOVERED -> EnumSet.of(APPROVED, REJECTED, QUARANTINED);
            case REJECTED -> EnumSet.of(APPROVED);
            case QUARANTINED -> EnumSet.of(APPROVED, REJECTED);
            case APPROVED -> EnumSet.of(INSPECTING, RELEASING, FAILED, RETIRED);
            case INSPECTING -> EnumSet.of(AVAILABLE, INSTALLING, RELEASING, RESCUE, FAILED, RETIRED);
            case AVAILABLE -> EnumSet.of(INSTALLING, RELEASING, RESCUE);
            case INSTALLING -> EnumSet.of(ACTIVE, RELEASING, RESCUE, FAILED);
            case ACTIVE -> EnumSet.of(INSTALLING, RELEASING, RESCUE);
            case RELEASING -> EnumSet.of(INSPECTING, AVAILABLE, INSTALLING, RESCUE, FAILED, RETIRED);
            // A rescue that did not come up ends where it began.
            case FAILED -> EnumSet.of(INSPECTING, AVAILABLE, INSTALLING, ACTIVE, RELEASING, RESCUE, RETIRED);
            case RETIRED -> EnumSet.of(APPROVED);
            case RESCUE -> EnumSet.of(INSPECTING, AVAILABLE, INSTALLING, ACTIVE, RELEASING, FAILED);
        };
    }
}
