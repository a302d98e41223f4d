package dev.skerry.cli.command;

import java.util.Locale;

/** What {@code get} reads. */
enum Collection {
    SITES,
    MACHINES,
    CLUSTERS,
    INSTALLPROFILES,
    HARDWARECLASSES,
    APPS,
    PLACEMENTS,
    RECORDS;

    /** As the API names it. */
    String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return path();
    }
}
