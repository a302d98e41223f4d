package dev.skerry.testing.crash.check;

import tools.jackson.databind.JsonNode;

/**
 * One committed record of a topic.
 *
 * @param id ce_id
 * @param type the last part of ce_type; empty for a tombstone
 * @param value null node for a tombstone
 */
public record Event(
        String topic, int partition, long offset, long timestamp, String key, String id, String type, JsonNode value) {

    static Event of(JsonNode line) {
        String type = line.path("type").asString("");
        return new Event(
                line.path("topic").asString(""),
                line.path("partition").asInt(0),
                line.path("offset").asLong(0),
                line.path("timestamp").asLong(0),
                line.path("key").asString(""),
                line.path("id").asString(""),
                type.substring(type.lastIndexOf('.') + 1),
                line.path("value"));
    }

    String text(String member) {
        return value.path(member).asString("");
    }

    String place() {
        return topic + "-" + partition + "-" + offset;
    }
}
