package dev.skerry.agent;

import dev.skerry.agent.cluster.ClusterRuntime;
import dev.skerry.agent.cluster.Placement;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Skerry's process in one edge cluster. What is desired comes down the feed, is written to disk and then applied; how the cluster
 * does goes up in reports. With the centre away the cluster is kept as the disk says, after a restart too.
 *
 * <p>Four tasks, each poked by the others and deciding from the state alone: membership (certificate), feed, reconciler, reporter.
 */
public final class Agent implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AgentSettings settings;
    private final ClusterRuntime runtime;
    private final LongConsumer onAcknowledged;
    private final Uplink uplink;
    private final Departures departures;
    private final Desired desired;
    private final Membership membership;
    private final Feed feed;
    private final Reconciler reconciler;
    private final Reporter reporter;

    /**
     * Reads what is on disk; does nothing before {@link #start()}.
     *
     * @param onAcknowledged told the sequence of each report that the centre has acknowledged
     * @throws java.io.UncheckedIOException when the folder cannot be read
     */
    public Agent(AgentSettings settings, AgentHost host, ClusterRuntime runtime, LongConsumer onAcknowledged) {
        this.settings = settings;
        this.runtime = runtime;
        this.onAcknowledged = onAcknowledged;
        uplink = new Uplink(host.executor());
        departures = new Departures(settings.folder(), JSON, host.timing().now());
        desired = new Desired(settings.folder(), JSON, departures);
        reporter = new Reporter(settings, host, JSON, uplink, departures, this::report, this::acknowledged);
        reconciler = new Reconciler(settings, host, runtime, desired, departures, reporter::poke);
        feed = new Feed(settings, host, JSON, uplink, desired, reconciler::poke);
        membership = new Membership(settings, host, JSON, uplink, () -> {
            feed.poke();
            reporter.poke();
        });
    }

    public void start() {
        runtime.onChange(() -> {
            reconciler.poke();
            reporter.poke();
        });
        reconciler.poke();
        membership.start();
    }

    public AgentStatus status() {
        return new AgentStatus(
                membership.enrolled(),
                feed.connected(),
                desired.generation(),
                reconciler.applied(),
                reporter.lastSequence(),
                reporter.lastAccepted(),
                Stream.of(membership.trouble(), feed.trouble(), reporter.trouble())
                        .filter(trouble -> !trouble.isEmpty())
                        .collect(Collectors.joining("; ")));
    }

    private Optional<Report> report() {
        long applied = reconciler.applied();
        var wanted = desired.current();
        if (wanted != null && applied == 0) {
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

    /** Stops at once, as a lost process would; the cluster runs on. What is on disk is whole at any time. */
    @Override
    public void close() {
        runtime.onChange(() -> {});
        membership.close();
        feed.close();
        reconciler.close();
        reporter.close();
        uplink.close();
    }
}
