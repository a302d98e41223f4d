package dev.skerry.cli.sim;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The simulator's own door. */
public final class SimControl {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final URI door;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public SimControl(URI door) {
        this.door = door;
    }

    /** What it simulates and how far that is. */
    public JsonNode status() throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(door.resolve("/status")).GET());
    }

    /** Which faults it injected so far, how many are still to come or to end, and which machines die. */
    public JsonNode faults() throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(door.resolve("/faults")).GET());
    }

    /**
     * Has a user at every site ask for every name.
     *
     * @return asked, correct, and answers with site, name, answered, cluster, expected, ok
     */
    public JsonNode askDns() throws IOException, InterruptedException {
        return askDns(JSON.createObjectNode());
    }

    /**
     * Has a user at every site ask for some names.
     *
     * @param question names: an array of names without the zone, those of its own documents when it is missing; apps: an object, the app
     *     (tenant/name) by name
     */
    public JsonNode askDns(ObjectNode question) throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(door.resolve("/ask-dns"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(question))));
    }

    private JsonNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("the simulator answered " + response.statusCode() + ": " + response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new IOException("the simulator did not answer in JSON", e);
        }
    }
}
