package dev.skerry.agent;

import dev.skerry.agent.time.Timing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The centre's door for reports. */
final class HttpCentre implements Centre {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Uplink uplink;
    private final URI reports;
    private final Timing timing;

    HttpCentre(Uplink uplink, AgentSettings settings, Timing timing) {
        this.uplink = uplink;
        this.reports = settings.door("/agent/v1/reports");
        this.timing = timing;
    }

    @Override
    public boolean isOpen() {
        return uplink.client() != null;
    }

    @Override
    public Answer report(String report) throws IOException, InterruptedException {
        var client = uplink.client();
        if (client == null) {
            throw new IOException("the agent has no identity");
        }
        var response = client.send(
                HttpRequest.newBuilder(reports)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(report))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        return new Answer(response.statusCode(), RetryAfter.of(response.headers(), timing.now()));
    }
}
