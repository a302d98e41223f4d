package dev.skerry.inventory.domain;

import java.time.Instant;

/**
 * A site on record.
 *
 * @param registeredAt when it was first recorded; milliseconds
 */
public record Site(SiteDescription description, Instant registeredAt) {

    public String name() {
        return description.name();
    }
}
