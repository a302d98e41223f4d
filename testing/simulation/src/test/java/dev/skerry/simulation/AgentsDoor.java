package dev.skerry.simulation;

import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.apps.AgentReported;
import dev.skerry.schemas.apps.DesiredPlacement;
import dev.skerry.schemas.apps.DesiredState;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.apps.PlacementReport;
import dev.skerry.schemas.apps.Resources;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.simulation.Network.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the app manager answers agents, as docs/protocols.md says: the feed down, reports up. */
final class AgentsDoor {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ACCEPTED = 202;
    private static final int FORMER = 403;

    /** One agent's feed. */
    private static final class Feed {
        private final EdgeAgent agent;
        private final int connection;
        private long known;
        private long inOrder;
        private @Nullable DesiredState underWay;

        Feed(EdgeAgent agent, int connection, long known) {
            this.agent = agent;
            this.connection = connection;
            this.known = known;
        }
    }

    private final Service service;
    private final World world;
    private final View<DesiredState> desired;
    private final View<ClusterState> clusters;
    private final Map<String, Feed> feeds = new TreeMap<>();

    AgentsDoor(Service service, World world) {
        this.service = service;
        this.world = world;
        desired = new View<>(world, service, Topics.DESIRED_STATE, DesiredState.class);
        desired.subscribe((cluster, state) -> {
            Feed feed = feeds.get(cluster);
            if (feed != null && state != null) {
                offer(feed, state);
            }
        });
        clusters = new View<>(world, service, Topics.CLUSTER_STATE, ClusterState.class);
        clusters.subscribe((cluster, _) -> {
            Feed feed = feeds.get(cluster);
            if (feed != null && judge(cluster, feed.agent.enrolment()) == FORMER) {
                feeds.remove(cluster);
                feed.agent.reconnect(feed.connection, 100, 3_000);
            }
        });
        service.onStart(() -> {
            List<Feed> broken = List.copyOf(feeds.values());
            feeds.clear();
            broken.forEach(feed -> feed.agent.reconnect(feed.connection, 100, 3_000));
        });
    }

    void open(EdgeAgent agent, int connection, long known, Consumer<Answer> respond) {
        int verdict = judge(agent.clusterId(), agent.enrolment());
        if (verdict != ACCEPTED) {
            respond.accept(Answer.of(verdict));
            return;
        }
        Feed feed = new Feed(agent, connection, known);
        feeds.put(agent.clusterId(), feed);
        respond.accept(Answer.of(200));
        desired.get(agent.clusterId())
                .ifPresentOrElse(
                        state -> offer(feed, state),
                        () -> offer(feed, new DesiredState(agent.clusterId(), 0L, List.of())));
    }

    void left(EdgeAgent agent) {
        Feed feed = feeds.get(agent.clusterId());
        if (feed != null && feed.agent == agent) {
            feeds.remove(agent.clusterId());
        }
    }

    /** What is under way to an agent on this connection arrives now. */
    void hurry(EdgeAgent agent, int connection) {
        Feed feed = feeds.get(agent.clusterId());
        if (feed != null && feed.agent == agent && feed.connection == connection && feed.underWay != null) {
            arrive(feed, feed.underWay);
        }
    }

    int report(String clusterId, String enrolment, JsonNode report) {
        int verdict = judge(clusterId, enrolment);
        if (verdict == ACCEPTED) {
            service.publish(Topics.AGENT_OBSERVATIONS, clusterId, observation(clusterId, report), null);
        }
        return verdict;
    }

    /** Only the agent that its cluster enrolled last is let in. */
    private int judge(String clusterId, String enrolment) {
        if (!service.isUp()) {
            return 503;
        }
        boolean current = clusters.get(clusterId)
                .filter(cluster -> enrolment.equals(cluster.getEnrolmentId()))
                .isPresent();
        if (current) {
            return ACCEPTED;
        }
        return clusters.caughtUp() ? FORMER : 503;
    }

    private void offer(Feed feed, DesiredState state) {
        if (state.getGeneration() <= feed.known) {
            return;
        }
        feed.known = state.getGeneration();
        if (world.network()
                .loses(feed.agent.clusterId().substring(feed.agent.clusterId().indexOf('.') + 1))) {
            feeds.remove(feed.agent.clusterId(), feed);
            feed.agent.reconnect(feed.connection, 500, 25_000);
            return;
        }
        feed.underWay = state;
        feed.inOrder = Math.max(feed.inOrder, world.now() + world.network().delay());
        world.schedule().after(feed.inOrder - world.now(), "is told what to run", feed.agent.clusterId(), () -> {
            if (feed.underWay == state) {
                arrive(feed, state);
            }
        });
    }

    private static void arrive(Feed feed, DesiredState state) {
        feed.underWay = null;
        if (feed.agent.isConnection(feed.connection)) {
            feed.agent.told(
                    feed.connection,
                    state.getGeneration(),
                    state.getPlacements().stream().map(DesiredPlacement::getApp).collect(Collectors.toSet()),
                    json(state));
        }
    }

    private static String json(DesiredState state) {
        ObjectNode json = JSON.createObjectNode();
        json.put("generation", state.getGeneration());
        ArrayNode placements = json.putArray("placements");
        for (DesiredPlacement each : state.getPlacements()) {
            ObjectNode placement = placements.addObject();
            placement.put("app", each.getApp());
            placement.put("revision", each.getRevision());
            placement.put("replicas", each.getReplicas());
            placement
                    .putObject("resources")
                    .put("cpuMillis", each.getWorkload().getResources().getCpuMillis())
                    .put("memoryMiB", each.getWorkload().getResources().getMemoryMiB())
                    .put("pods", each.getWorkload().getResources().getPods());
            placement.putArray("objects");
        }
        return json.toString();
    }

    private AgentReported observation(String clusterId, JsonNode report) {
        List<PlacementReport> placements = new ArrayList<>();
        for (JsonNode each : report.path("placements")) {
            placements.add(new PlacementReport(
                    each.path("app").asString(""),
                    each.path("revision").asInt(0),
                    PlacementPhase.valueOf(each.path("phase").asString("")),
                    each.path("readyReplicas").asInt(0),
                    each.path("message").asString("")));
        }
        List<String> addresses = new ArrayList<>();
        report.path("addresses").forEach(address -> addresses.add(address.asString("")));
        return new AgentReported(
                clusterId,
                report.path("sequence").asLong(0),
                report.path("generation").asLong(0),
                report.path("agentVersion").asString(""),
                service.now(),
                resources(report.path("capacity")),
                resources(report.path("used")),
                addresses,
                report.path("nodesReady").asInt(0),
                placements);
    }

    private static Resources resources(JsonNode from) {
        return new Resources(
                from.path("cpuMillis").asLong(0),
                from.path("memoryMiB").asLong(0),
                from.path("pods").asInt(0));
    }
}
