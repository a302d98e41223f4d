package dev.skerry.appmanager.domain;

import java.util.List;

/**
 * Clusters that were refused for one reason.
 *
 * @param reason for a person
 * @param clusters their ids
 */
public record Refusal(String reason, List<String> clusters) {

    public Refusal {
        clusters = List.copyOf(clusters);
    }
}
