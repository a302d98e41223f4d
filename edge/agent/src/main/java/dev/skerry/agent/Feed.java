package dev.skerry.agent;

import dev.skerry.agent.cluster.DesiredState;
import dev.skerry.agent.feed.ServerSentEvents;
import dev.skerry.agent.feed.ServerSentEvents.Event;
import dev.skerry.agent.time.RetryDelay;
import dev.skerry.agent.time.SerialTask;
import dev.skerry.agent.time.Timing.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Listens to the centre. A connection that ends, breaks or falls silent is opened anew after a growing delay, from the newest
 * generation on disk.
 */
final class Feed implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Feed.class.getName());
    private static final int LONGEST_EVENT = 64 << 20;

    private final AgentSettings settings;
    private final AgentHost host;
    private final JsonMapper json;
    private final Uplink uplink;
    private final Desired desired;
    private final Runnable onDesired;
    private final RetryDelay delays;
    private final SerialTask task;
    private volatile Instant lastHeard = Instant.EPOCH;
    private volatile boolean connected;
    private volatile boolean silent;
    private volatile String trouble = "";

    Feed(AgentSettings settings, AgentHost host, JsonMapper json, Uplink uplink, Desired desired, Runnable onDesired) {
        this.settings = settings;
        this.host = host;
        this.json = json;
        this.uplink = uplink;
        this.desired = desired;
        this.onDesired = onDesired;
        delays = new RetryDelay(settings.pace().firstRetry(), settings.pace().longestRetry(), host.random());
        task = new SerialTask("feed of " + settings.clusterId(), host.timing(), host.executor(), this::run);
    }

    void poke() {
        task.poke();
    }

    boolean connected() {
        return connected;
    }

    String trouble() {
        return trouble;
    }

    private void run() {
        var client = uplink.client();
        if (client == null) {
            return;
        }
        lastHeard = host.timing().now();
        silent = false;
        try (var watch = new Watch()) {
            var pause = listen(client);
            task.pokeAfter(pause);
        } catch (InterruptedException | IOException | JacksonException | IllegalArgumentException e) {
            if (silent) {
                failed("nothing was heard for " + settings.pace().silence().toSeconds() + " s");
            } else {
                failed(e.getMessage() == null ? e.toString() : e.getMessage());
            }
        } finally {
            connected = false;
        }
    }

    private void failed(String reason) {
        String told = "feed: " + reason;
        if (!told.equals(trouble)) {
            LOG.log(Level.INFO, () -> settings.clusterId() + ": " + told);
        }
        trouble = told;
        task.pokeAfter(delays.next());
    }

    /** Returns how long to wait before the next connection. */
    private Duration listen(HttpClient client) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(settings.door("/agent/v1/feed")).header("Accept", "text/event-stream");
        long generation = desired.generation();
        if (generation > 0) {
            request.header("Last-Event-ID", Long.toString(generation));
        }
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                trouble = "feed: answered " + response.statusCode();
                var grown = delays.next();
                return RetryAfter.of(response.headers(), host.timing().now()).orElse(grown);
            }
            connected = true;
            trouble = "";
            var events = new ServerSentEvents(body, LONGEST_EVENT, this::heard);
            for (Optional<Event> event = events.next(); event.isPresent(); event = events.next()) {
                if (event.get().type().equals("desired")) {
                    take(event.get());
                }
            }
        }
        return delays.next();
    }

    private void heard() {
        lastHeard = host.timing().now();
        delays.reset();
    }

    private void take(Event event) {
        var next = json.readValue(event.data(), DesiredState.class);
        if (next == null) {
            throw new IllegalArgumentException("the desired state is null");
        }
        if (desired.replace(next)) {
            onDesired.run();
        }
    }

    @Override
    public void close() {
        task.close();
    }

    /** Interrupts the run when nothing was heard for too long. */
    private final class Watch implements AutoCloseable {

        private Timer timer;
        private boolean over;

        Watch() {
            timer = host.timing().after(settings.pace().silence(), this::look);
        }

        private synchronized void look() {
            if (over) {
                return;
            }
            var quiet = Duration.between(lastHeard, host.timing().now());
            var left = settings.pace().silence().minus(quiet);
            if (left.isPositive()) {
                timer = host.timing().after(left, this::look);
            } else {
                silent = true;
                task.interrupt();
            }
        }

        @Override
        public synchronized void close() {
            over = true;
            timer.cancel();
        }
    }
}
