package dev.skerry.agent;

import dev.skerry.agent.cluster.ClusterRuntime;
import dev.skerry.agent.cluster.DesiredState;
import dev.skerry.agent.cluster.Placement;
import dev.skerry.agent.disk.Disk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The agent without its connection: what is desired is put on disk and then applied, and how the cluster does is reported. Knows
 * nothing of HTTP, certificates and files, so that a simulation can run it.
 */
public final class AgentCore implements AutoCloseable {

    private final AgentSettings settings;
    private final JsonMapper json;
    private final ClusterRuntime runtime;
    private final LongConsumer onAcknowledged;
    private final Departures departures;
    private final Desired desired;
    private final Reconciler reconciler;
    private final Reporter reporter;

    /**
     * Reads what is on disk; does nothing before {@link #start()}.
     *
     * @param onAcknowledged told the sequence of each report that the centre has acknowledged
     * @throws java.io.UncheckedIOException when the disk cannot be read
     */
    public AgentCore(
            AgentSettings settings,
            AgentHost host,
            JsonMapper json,
            ClusterRuntime runtime,
            Disk disk,
            Centre centre,
            LongConsumer onAcknowledged) {
        this.settings = settings;
        this.onAcknowledged = onAcknowledged;
        this.json = json;
        this.runtime = runtime;
        departures = new Departures(disk, json, host.timing().now());
        desired = new Desired(disk, json, departures);
        reporter = new Reporter(settings, host, json, centre, departures, this::report, this::acknowledged);
        reconciler = new Reconciler(settings, host, runtime, desired, departures, reporter::poke);
    }

    /** Brings the cluster to what is on disk, and follows its changes from now on. */
    public void start() {
        runtime.onChange(() -> {
            reconciler.poke();
            reporter.poke();
        });
        reconciler.poke();
    }

    /** The centre may be called now, or called otherwise. */
    public void reconnected() {
        reporter.poke();
    }

    /**
     * Takes the data of one event of the feed; what is not newer than what is in force is passed over.
     *
     * @throws tools.jackson.core.JacksonException when it is no desired state
     */
    public void take(String data) {
        if (desired.replace(json.readValue(data, DesiredState.class))) {
            reconciler.poke();
        }
    }

    /** The newest desired state on disk; 0 when there is none. */
    public long generation() {
        return desired.generation();
    }

    /** The newest generation that was applied in this run; 0 when there is none. */
    public long applied() {
        return reconciler.applied();
    }

    /** Of the last report that was accepted in this run; 0 when there is none. */
    long lastSequence() {
        return reporter.lastSequence();
    }

    Optional<Instant> lastAccepted() {
        return reporter.lastAccepted();
    }

    String trouble() {
        return reporter.trouble();
    }

    private Optional<Report> report() {
        boolean through = reconciler.isThrough();
        long applied = reconciler.applied();
        var wanted = desired.current();
        if (wanted != null && !through) {
            return Optional.empty(); // after a restart; the reconciler pokes when it is through
        }
        List<Placement> placements = wanted == null ? List.of() : wanted.placements();
        // Departures before the observation: an app that begins to leave in between must not be told to be gone.
        var leaving = departures.all();
        return Optional.of(
                Report.of(applied, settings.version(), placements, reconciler.refusals(), leaving, runtime.observe()));
    }

    /** The centre knows what is gone; unless the desired state moved on meanwhile and the app may have come and gone once more. */
    private void acknowledged(Report report) {
        onAcknowledged.accept(report.sequence());
        if (desired.generation() == report.generation()) {
            departures.end(report.gone());
            departures.save();
        }
    }

    /** Stops at once; what is on disk is whole at any time. */
    @Override
    public void close() {
        runtime.onChange(() -> {});
        reconciler.close();
        reporter.close();
    }
}
