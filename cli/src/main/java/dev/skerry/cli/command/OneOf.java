package dev.skerry.cli.command;

import dev.skerry.cli.api.Watcher;
import tools.jackson.databind.JsonNode;

/** Passes on what is said of one key, or of the keys below it: an app's placements are {@code app@cluster}. */
record OneOf(String wanted, Watcher next) implements Watcher {

    @Override
    public void upsert(String key, JsonNode item) {
        if (matches(key)) {
            next.upsert(key, item);
        }
    }

    @Override
    public void delete(String key) {
        if (matches(key)) {
            next.delete(key);
        }
    }

    @Override
    public void synced() {
        next.synced();
    }

    private boolean matches(String key) {
        return key.equals(wanted) || key.startsWith(wanted + "@");
    }
}
