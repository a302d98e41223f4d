package dev.skerry.cli.api;

import tools.jackson.databind.JsonNode;

/** Told what a watched collection says. */
public interface Watcher {

    /** An item is new or has changed. */
    void upsert(String key, JsonNode item);

    /** An item is gone. */
    void delete(String key);

    /** The first snapshot is complete; what follows are changes. Comes again after the stream was resumed. */
    void synced();
}
