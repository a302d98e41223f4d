package dev.skerry.cli.demo;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the fleet API said last, by key. */
record Snapshot(
        Map<String, JsonNode> machines,
        Map<String, JsonNode> clusters,
        Map<String, JsonNode> apps,
        Map<String, JsonNode> placements,
        Map<String, JsonNode> records) {}
