package dev.skerry.appmanager.effect;

import java.time.Instant;
import java.util.List;

/**
 * What happened to one subject.
 *
 * @param items in order of time
 * @param complete false when there was more than could be read in the time or given out
 */
public record Trace(List<Step> items, boolean complete) {

    /**
     * One event.
     *
     * @param type the record's full name
     * @param source who wrote it
     * @param topic without the installation's prefix
     * @param summary one line for a person
     */
    public record Step(
            Instant time,
            String type,
            String source,
            String topic,
            String key,
            String id,
            String correlationId,
            String causationId,
            String summary) {}
}
