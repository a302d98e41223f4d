package dev.skerry.testing.crash.check;

import tools.jackson.databind.JsonNode;

/** One line of a ledger. */
public record Effect(long at, String kind, String subject, JsonNode line) {

    static Effect of(JsonNode line) {
        return new Effect(
                line.path("at").asLong(0),
                line.path("kind").asString(""),
                line.path("subject").asString(""),
                line);
    }

    String text(String member) {
        return line.path(member).asString("");
    }
}
