package dev.skerry.agent;

import dev.skerry.agent.time.RetryDelay;
import dev.skerry.agent.time.SerialTask;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the centre how the cluster does: when something changed, and at least every so often. One report is in flight at most, and
 * nothing is queued: what is sent is what holds at the moment of sending.
 */
final class Reporter implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Reporter.class.getName());

    private final AgentSettings settings;
    private final AgentHost host;
    private final JsonMapper json;
    private final Centre centre;
    private final Departures departures;
    private final Supplier<Optional<Report>> observe;
    private final Consumer<Report> onAccepted;
    private final RetryDelay delays;
    private final SerialTask task;
    private Instant notBefore = Instant.EPOCH;
    private volatile @Nullable Report accepted;
    private volatile @Nullable Instant acceptedAt;
    private volatile String trouble = "";

    /**
     * @param observe gives the report of the moment, without a sequence; empty when it is too early for one
     * @param onAccepted is told each report that the centre has acknowledged
     */
    Reporter(
            AgentSettings settings,
            AgentHost host,
            JsonMapper json,
            Centre centre,
            Departures departures,
            Supplier<Optional<Report>> observe,
            Consumer<Report> onAccepted) {
        this.settings = settings;
        this.host = host;
        this.json = json;
        this.centre = centre;
        this.departures = departures;
        this.observe = observe;
        this.onAccepted = onAccepted;
        delays = new RetryDelay(settings.pace().firstRetry(), settings.pace().longestRetry(), host.random());
        task = new SerialTask("reports of " + settings.clusterId(), host.timing(), host.executor(), this::run);
    }

    void poke() {
        task.poke();
    }

    long lastSequence() {
        var last = accepted;
        return last == null ? 0 : last.sequence();
    }

    Optional<Instant> lastAccepted() {
        return Optional.ofNullable(acceptedAt);
    }

    String trouble() {
        return trouble;
    }

    private void run() {
        if (!centre.isOpen()) {
            return;
        }
        Instant now = host.timing().now();
        if (now.isBefore(notBefore)) {
            task.pokeAfter(Duration.between(now, notBefore));
            return;
        }
        var observed = observe.get();
        if (observed.isEmpty()) {
            return;
        }
        Report report = observed.get();
        Instant due = due(report);
        if (now.isBefore(due)) {
            task.pokeAfter(Duration.between(now, due));
            return;
        }
        try {
            send(report.numbered(departures.nextSequence()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failed("report: " + (e.getMessage() == null ? e.toString() : e.getMessage()), delays.next());
        }
    }

    /** When this report is to be sent, if nothing changes. */
    private Instant due(Report report) {
        var last = accepted;
        var at = acceptedAt;
        if (last == null || at == null || !last.equals(report.numbered(last.sequence()))) {
            return Instant.EPOCH;
        }
        return at.plus(settings.pace().reportAtLeast());
    }

    private void send(Report report) throws IOException, InterruptedException {
        var answer = centre.report(json.writeValueAsString(report));
        int status = answer.status();
        Instant now = host.timing().now();
        if (status / 100 == 2) {
            accepted = report;
            acceptedAt = now;
            trouble = "";
            delays.reset();
            onAccepted.accept(report);
            notBefore = now.plus(settings.pace().reportAtMost());
            // That run sees what changed meanwhile, or how long there is nothing to say.
            task.pokeAfter(settings.pace().reportAtMost());
            return;
        }
        var grown = delays.next();
        var wait = status == 429 || status == 503 ? answer.retryAfter().orElse(grown) : grown;
        failed("report: answered " + status, wait);
    }

    private void failed(String reason, Duration wait) {
        if (!reason.equals(trouble)) {
            LOG.log(Level.INFO, () -> settings.clusterId() + ": " + reason);
        }
        trouble = reason;
        notBefore = host.timing().now().plus(wait);
        task.pokeAfter(wait);
    }

    @Override
    public void close() {
        task.close();
    }
}
