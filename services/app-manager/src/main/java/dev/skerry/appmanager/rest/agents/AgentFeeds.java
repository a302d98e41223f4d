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
 * again takes the place of its former connection, which may be half dead; the feed of an agent whose enrolment is over ends.
 */
public final class AgentFeeds implements BiConsumer<String, @Nullable DesiredState> {

    private record Open(AgentIdentity agent, AgentFeed feed) {}

    private final ReadModel<DesiredState> desired;
    private final Enrolments enrolments;
    private final Duration heartbeat;
    private final Clock clock;
    private final Map<String, Open> feeds = new ConcurrentHashMap<>();

    private AgentFeeds(ReadModel<DesiredState> desired, Enrolments enrolments, Duration heartbeat, Clock clock) {
        this.desired = desired;
        this.enrolments = enrolments;
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    /** Feeds that follow the read model and the enrolments as long as the service lives. */
    public static AgentFeeds of(
            ReadModel<DesiredState> desired, Enrolments enrolments, Duration heartbeat, Clock clock) {
        AgentFeeds feeds = new AgentFeeds(desired, enrolments, heartbeat, clock);
        desired.subscribe(feeds);
        enrolments.onChange(feeds::endIfFormer);
        return feeds;
    }

    @Override
    public void accept(String clusterId, @Nullable DesiredState state) {
        Open open = feeds.get(clusterId);
        if (open != null && state != null) {
            open.feed().offer(state);
        }
    }

    private void endIfFormer(String clusterId) {
        Open open = feeds.get(clusterId);
        if (open != null && !enrolments.isCurrent(open.agent())) {
            open.feed().close();
        }
    }

    /**
     * Feeds an agent until it goes, its certificate or its enrolment ends, it comes again, or the feed is closed.
     *
     * @param feed made for this agent, so that whoever stops the service can close it
     */
    void serve(AgentIdentity agent, AgentFeed feed, EventStream stream) throws IOException, InterruptedException {
        Open open = new Open(agent, feed);
        Open former = feeds.put(agent.clusterId(), open);
        if (former != null) {
            former.feed().close();
        }
        try {
            endIfFormer(agent.clusterId());
            desired.get(agent.clusterId()).ifPresentOrElse(feed::offer, () -> feed.offer(nothing(agent.clusterId())));
            feed.run(stream, heartbeat, clock, agent.until());
        } finally {
            feeds.remove(agent.clusterId(), open);
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
