package dev.skerry.agent;

import dev.skerry.agent.cluster.ClusterRuntime;
import dev.skerry.agent.disk.Disk;
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

    private final Uplink uplink;
    private final AgentCore core;
    private final Membership membership;
    private final Feed feed;

    /**
     * Reads what is on disk; does nothing before {@link #start()}.
     *
     * @param onAcknowledged told the sequence of each report that the centre has acknowledged
     * @throws java.io.UncheckedIOException when the folder cannot be read
     */
    public Agent(AgentSettings settings, AgentHost host, ClusterRuntime runtime, LongConsumer onAcknowledged) {
        uplink = new Uplink(host.executor());
        core = new AgentCore(
                settings,
                host,
                JSON,
                runtime,
                Disk.of(settings.folder()),
                new HttpCentre(uplink, settings, host.timing()),
                onAcknowledged);
        feed = new Feed(settings, host, uplink, core);
        membership = new Membership(settings, host, JSON, uplink, () -> {
            feed.poke();
            core.reconnected();
        });
    }

    public void start() {
        core.start();
        membership.start();
    }

    public AgentStatus status() {
        return new AgentStatus(
                membership.enrolled(),
                feed.connected(),
                core.generation(),
                core.applied(),
                core.lastSequence(),
                core.lastAccepted(),
                Stream.of(membership.trouble(), feed.trouble(), core.trouble())
                        .filter(trouble -> !trouble.isEmpty())
                        .collect(Collectors.joining("; ")));
    }

    /** Stops at once, as a lost process would; the cluster runs on. What is on disk is whole at any time. */
    @Override
    public void close() {
        core.close();
        membership.close();
        feed.close();
        uplink.close();
    }
}
