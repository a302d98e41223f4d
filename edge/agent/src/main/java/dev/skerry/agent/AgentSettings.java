package dev.skerry.agent;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One agent.
 *
 * @param clusterId the cluster that it looks after
 * @param feedUrl the agents' door of the centre, without a path
 * @param enrolmentUrl where the token is exchanged for a certificate; renewal is its neighbour
 * @param token good for one enrolment; not used any more once there is a certificate on disk
 * @param ca the authorities that the centre's doors are trusted by, PEM
 * @param folder what the agent keeps
 * @param version of the agent, as reported
 * @param pace how often it speaks
 */
public record AgentSettings(
        String clusterId,
        URI feedUrl,
        URI enrolmentUrl,
        String token,
        String ca,
        Path folder,
        String version,
        Pace pace) {

    /**
     * How often an agent speaks and how long it waits; all positive.
     *
     * @param reportAtLeast the longest time between two reports
     * @param reportAtMost the shortest time between two reports
     * @param silence a feed without a sign of life for so long is dead
     * @param firstRetry after the first failure of a call
     * @param longestRetry the bound that growing delays have
     * @param resync how often everything is applied again, changed or not
     */
    public record Pace(
            Duration reportAtLeast,
            Duration reportAtMost,
            Duration silence,
            Duration firstRetry,
            Duration longestRetry,
            Duration resync) {

        public static final Pace USUAL = new Pace(
                Duration.ofSeconds(10),
                Duration.ofMillis(250),
                Duration.ofSeconds(45),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }

    URI renewalUrl() {
        return URI.create(enrolmentUrl.toString().replaceFirst("/enrolment/?$", "/renewal"));
    }

    URI door(String path) {
        return URI.create(feedUrl.toString().replaceFirst("/+$", "") + path);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "agent of " + clusterId + " at " + folder;
    }
}
