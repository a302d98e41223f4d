package dev.skerry.appmanager.rest.agents;

import dev.skerry.appmanager.rest.sse.EventStream;
import dev.skerry.runtime.ReadModel;
import dev.skerry.schemas.apps.DesiredState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of all agents. One subscription serves them: a change is handed to the one agent that it is for. An agent that connects
 * again takes the place of its former connection, which may be half dead.
 */
public final class AgentFeeds implements BiConsumer<String, @Nullable DesiredState> {

    private final ReadModel<DesiredState> desired;
    private final Duration heartbeat;
    private final Clock clock;
    private final Map<String, AgentFeed> feeds = new ConcurrentHashMap<>();

    private AgentFeeds(ReadModel<DesiredState> desired, Duration heartbeat, Clock clock) {
        this.desired = desired;
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    /** Feeds that follow the read model as long as the service lives. */
    public static AgentFeeds of(ReadModel<DesiredState> desired, Duration heartbeat, Clock clock) {
        AgentFeeds feeds = new AgentFeeds(desired, heartbeat, clock);
        desired.subscribe(feeds);
        return feeds;
    }

    @Override
    public void accept(String clusterId, @Nullable DesiredState state) {
        AgentFeed feed = feeds.get(clusterId);
        if (feed != null && state != null) {
            feed.offer(state);
        }
    }

    /**
     * Feeds an agent until it goes, its certificate ends, it comes again, or the feed is closed.
     *
     * @param feed made for this agent, so that whoever stops the service can close it
     */
    void serve(AgentIdentity agent, AgentFeed feed, EventStream stream) throws IOException, InterruptedException {
        AgentFeed former = feeds.put(agent.clusterId(), feed);
        if (former != null) {
            former.close();
        }
        try {
            desired.get(agent.clusterId()).ifPresentOrElse(feed::offer, () -> feed.offer(nothing(agent.clusterId())));
            feed.run(stream, heartbeat, clock, agent.until());
        } finally {
            feeds.remove(agent.clusterId(), feed);
        }
    }

    /** For a cluster about which nothing was decided yet. */
    private static DesiredState nothing(String clusterId) {
        return DesiredState.newBuilder()
                .setClusterId(clusterId)
                .setGeneration(0)
                .setPlacements(List.of())
                .build();
    }
}
