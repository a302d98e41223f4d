package dev.skerry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.cli.bmc.Crawl;
import dev.skerry.schemas.inventory.MachineAnnounced;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The chain from a MAC to a DNS answer, on a real broker and registry, with the sample sites as peers; then what can go wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChainIT {

    private static final String SUMMARY = "summary";
    private static final String TRACES = "management.opentelemetry.tracing.export.otlp.endpoint";
    private static final int BAD_RECORDS = Integer.getInteger("skerry.bad.records", 1_000);

    @TempDir
    private static Path folder;

    private TestBroker broker;
    private Installation installation;
    private TraceCollector collector;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        broker = TestBroker.start();
        collector = TraceCollector.start();
        System.setProperty(TRACES, collector.endpoint());
        installation = Installation.start(folder, broker);
    }

    @AfterAll
    void stop() throws IOException {
        System.clearProperty(TRACES);
        try (TestBroker _ = broker;
                TraceCollector _ = collector) {
            installation.close();
        }
    }

    @Test
    @Order(1)
    void theSampleFleetBecomesActiveReadyPlacedAndNamed() {
        assertThat(installation.applyWorld()).isEmpty();
        installation.await(
                "all machines are active",
                SUMMARY,
                summary -> summary.path("machines").path("ACTIVE").asInt(0) == 12);
        installation.await(
                "all clusters are ready",
                SUMMARY,
                summary -> summary.path("clusters").path("READY").asInt(0) == 3);
        installation.await(
                "all apps are available",
                SUMMARY,
                summary -> summary.path("apps").path("AVAILABLE").asInt(0) == 6);
        installation.awaitDns();
    }

    @Test
    @Order(2)
    void oneRecordTellsAMachinesLifeAndOneTraceItsEvents() {
        JsonNode machine = installation.api().get("machines/cph-1");
        assertThat(machine.path("history")
                        .valueStream()
                        .map(step -> step.path("lifecycle").asString()))
                .startsWith("DISCOVERED", "APPROVED", "INSPECTING", "AVAILABLE", "INSTALLING", "ACTIVE");
        assertThat(installation
                        .api()
                        .get("traces/cph-1")
                        .path("items")
                        .valueStream()
                        .map(item -> item.path("type").asString())
                        .map(type -> type.substring(type.lastIndexOf('.') + 1)))
                .containsSubsequence(
                        "MachineAnnounced",
                        "MachineDiscovered",
                        "MachineApproved",
                        "InspectionStarted",
                        "MachineInspected",
                        "NodeAssigned",
                        "InstallationStarted",
                        "NodeClaimed",
                        "NodeJoined");
    }

    /** The answers that machines and agents were waited for go on with it; deadlines are linked. */
    @Test
    @Order(2)
    void oneOpenTelemetryTraceLeadsFromAMacToADnsAnswer() {
        Awaitility.await("a trace from an announcement to a name that answers")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(fromAnnouncementToName()).isNotEmpty());
        String trace = fromAnnouncementToName().iterator().next();
        List<TraceCollector.Seen> spans =
                collector.spans().filter(each -> each.trace().equals(trace)).toList();
        assertThat(spans)
                .extracting(TraceCollector.Seen::service)
                .contains("inventory", "provisioner", "platform-installer", "app-manager", "dns-registry");
        assertThat(spans)
                .extracting(each -> each.span().getName())
                .contains(
                        "POST /api/v1/machines",
                        "send inventory.machine.requests",
                        "carry out provisioning.power.tasks");
        assertThat(spans.stream().filter(each -> each.span().getLinksCount() > 0))
                .as("answers from outside link to the doors that took them")
                .isNotEmpty();
    }

    private Set<String> fromAnnouncementToName() {
        Set<String> announced = traces("POST /api/v1/machines");
        announced.retainAll(traces("serve name"));
        return announced;
    }

    private Set<String> traces(String span) {
        return collector
                .spans()
                .filter(each -> each.span().getName().equals(span))
                .map(TraceCollector.Seen::trace)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @Order(3)
    void noTokenStandsInAnyTopic() {
        RawTopics topics = new RawTopics(installation.endpoints().broker());
        for (Topic topic : Topics.ALL) {
            assertThat(topics.read(topic.name()))
                    .as(topic.name())
                    .allSatisfy(record ->
                            assertThat(text(record)).doesNotContain("K10", "::server:", "PRIVATE KEY", "skerry-sim"));
        }
    }

    @Test
    @Order(4)
    void whatCannotBeSatisfiedWaitsAndSaysWhy() {
        assertThat(installation.apply("""
                apiVersion: skerry.dev/v1
                kind: Cluster
                metadata: {name: huge}
                spec:
                  sites: {names: [copenhagen]}
                  controlPlane: 3
                  workers: {min: 50, max: 60}
                  kubernetesVersion: v1.36.3+k3s1
                ---
                apiVersion: skerry.dev/v1
                kind: App
                metadata: {tenant: acme, name: whale}
                spec:
                  workload:
                    container: {image: "registry.example/whale:1.0"}
                    resources: {cpuMillis: 4000000, memoryMiB: 512}
                  placement: {clusters: 1}
                """)).isEmpty();
        installation.await(
                "the cluster says why it waits",
                "clusters/huge.copenhagen",
                cluster -> cluster.path("phase").asString("").equals("REQUESTED")
                        && cluster.path("reason").asString("").contains("53 machines"));
        installation.await(
                "the app says why it waits",
                "apps/acme/whale",
                app -> app.path("phase").asString("").equals("PENDING")
                        && app.path("reason").asString("").contains("4000000m"));
    }

    @Test
    @Order(5)
    void aBadDocumentIsRefusedByField() {
        assertThat(installation.apply("""
                apiVersion: skerry.dev/v1
                kind: Machine
                spec: {site: copenhagen, macs: ["52:54:00:zz:00:01"]}
                ---
                apiVersion: skerry.dev/v1
                kind: Machine
                spec: {site: atlantis, macs: ["52:54:00:aa:00:01"]}
                ---
                apiVersion: skerry.dev/v1
                kind: Site
                metadata: {name: nowhere}
                spec: {latitude: 123.4, longitude: 0, region: emea/xx}
                ---
                apiVersion: skerry.dev/v1
                kind: Machine
                metadata: {name: twin}
                spec: {site: frankfurt, macs: ["%s"]}
                """.formatted(installation
                        .api()
                        .get("machines/cph-1")
                        .path("macs")
                        .path(0)
                        .asString())))
                .satisfiesExactlyInAnyOrder(
                        refused -> assertThat(refused).contains("spec.macs[0]"),
                        refused -> assertThat(refused).contains("spec.site", "atlantis"),
                        refused -> assertThat(refused).contains("spec.latitude"),
                        refused -> assertThat(refused).contains("spec.macs[0]", "cph-1"));
    }

    @Test
    @Order(6)
    void aThousandBadRecordsOnEachRequestTopicAreADeadLetterEachAndNothingStalls() throws Exception {
        RawTopics topics = new RawTopics(installation.endpoints().broker());
        BadRecords bad = new BadRecords(installation.endpoints().registry(), 20260501);
        List<Topic> requests = Topics.ALL.stream()
                .filter(topic -> topic.kind() == Topic.Kind.REQUESTS)
                .toList();
        for (Topic topic : requests) {
            topics.write(bad.of(topic, BAD_RECORDS));
        }
        Set<String> written = bad.tags();
        Awaitility.await("a dead letter of each bad record")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> topics.read(Topics.DEAD_LETTERS.name()).stream()
                        .map(record -> RawTopics.header(record, BadRecords.TAG))
                        .collect(Collectors.toSet())
                        .containsAll(written));
        List<ConsumerRecord<String, byte[]>> dead = topics.read(Topics.DEAD_LETTERS.name()).stream()
                .filter(record -> !RawTopics.header(record, BadRecords.TAG).isEmpty())
                .toList();
        assertThat(dead).as("one each").hasSize(written.size()).allSatisfy(record -> {
            String kind = RawTopics.header(record, BadRecords.TAG);
            assertThat(RawTopics.header(record, "dead-letter-reason"))
                    .as(kind)
                    .isNotEmpty()
                    .doesNotContain("internal error");
            assertThat(kind).startsWith(RawTopics.header(record, "dead-letter-topic"));
        });
        assertThat(installation.deadLetters()).isGreaterThanOrEqualTo(3.0 * BAD_RECORDS);

        assertThat(installation.apply("""
                apiVersion: skerry.dev/v1
                kind: App
                metadata: {tenant: acme, name: after}
                spec:
                  workload:
                    container: {image: "registry.example/after:1.0", ports: [8080]}
                    resources: {cpuMillis: 100, memoryMiB: 64}
                  placement: {clusters: 1, regions: [emea]}
                """)).isEmpty();
        installation.await(
                "the next request is carried out",
                "apps/acme/after",
                app -> app.path("phase").asString("").equals("AVAILABLE"));
    }

    @Test
    @Order(7)
    void aDeadLetterIsListedShownAndReplayedAndStandsThereAgainIfNothingWasMended() {
        String topic = Topics.DEPLOYMENT_REQUESTS.name();
        JsonNode listed = installation.api().get("dead-letters?limit=5&topic=" + topic);
        assertThat(listed.path("items").size()).isEqualTo(5);
        assertThat(listed.path("complete").asBoolean(true)).isFalse();
        JsonNode item = listed.path("items").path(0);
        assertThat(item.path("consumer").asString()).isEqualTo("app-manager/fleet");
        String id = item.path("id").asString();
        JsonNode shown = installation.api().get("dead-letters/" + id);
        assertThat(shown.path("reason")).isEqualTo(item.path("reason"));
        assertThat(shown.path("headers").findValuesAsString("name")).contains(BadRecords.TAG);

        JsonNode replayed =
                installation.api().post("dead-letters/" + id + "/replay", JsonNodeFactory.instance.objectNode());
        assertThat(replayed.path("eventId")).isEqualTo(item.path("eventId"));
        JsonNode again = installation.await(
                "it is refused again",
                "dead-letters?limit=1&topic=" + topic,
                list -> !list.path("items").path(0).path("id").asString("").equals(id));
        assertThat(again.path("items").path(0).path("eventId")).isEqualTo(item.path("eventId"));
        assertThat(again.path("items").path(0).path("reason")).isEqualTo(item.path("reason"));
    }

    @Test
    @Order(8)
    void aReleasedMachineIsWipedAndAvailableAgain() {
        String id = items("machines").stream()
                .filter(machine -> machine.path("name").asString().startsWith("yul-"))
                .filter(machine -> machine.path("role").asString("").equals("agent"))
                .findFirst()
                .orElseThrow()
                .path("machineId")
                .asString();
        installation
                .api()
                .post(
                        "machines/" + id + "/release",
                        JsonNodeFactory.instance.objectNode().put("reason", "test"));
        installation.await(
                "the machine was wiped",
                "machines/" + id,
                machine -> machine.path("history")
                                .valueStream()
                                .anyMatch(step ->
                                        step.path("lifecycle").asString().equals("RELEASING"))
                        && !machine.path("lifecycle").asString().equals("RELEASING"));
    }

    @Test
    @Order(9)
    void afterARestartTheFleetIsAsItWasAndAgentsResume() throws Exception {
        installation.await(
                "the fleet is at rest",
                SUMMARY,
                summary -> summary.path("clusters").path("READY").asInt(0) == 3);
        Map<String, String> before = fleet();
        Map<String, Long> generations = generations();
        installation.close();
        installation = Installation.start(folder, broker);

        installation.await(
                "every agent is heard again",
                "status",
                status -> status.path("items")
                                .valueStream()
                                .filter(cluster ->
                                        cluster.path("phase").asString().equals("READY"))
                                .count()
                        == 3);
        // The simulated pods start anew with their simulator; what runs where has to be the same when they are up.
        Awaitility.await("the fleet is as it was")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(fleet()).isEqualTo(before));
        assertThat(generations()).isEqualTo(generations);
        installation.awaitDns();
    }

    /** The simulator's one controller has the machines of all sites, so those of other sites are conflicts: nothing may come after this. */
    @Test
    @Order(10)
    void powerControllersAreCrawledByTheProvisioner() {
        JsonNode bmc = installation.api().get("machines/cph-1").path("bmc");
        String system = bmc.path("address").asString();
        Crawl crawl = Crawl.request(
                installation.api(),
                "copenhagen",
                List.of(system.substring(0, system.indexOf("/redfish")), "http://127.0.0.1:1"),
                bmc.path("credentialsRef").asString());
        JsonNode ended = installation.await(
                "each address has its outcome",
                "crawls/" + crawl.id(),
                state -> state.path("waiting").isEmpty());
        assertThat(ended.path("outcomes").valueStream())
                .hasSize(2)
                .anySatisfy(
                        nobody -> assertThat(nobody.path("reason").asString()).contains("does not answer"))
                .anySatisfy(told -> assertThat(told.path("systems").findValuesAsString("url"))
                        .contains(system));
        assertThat(installation.api().get("traces/" + crawl.id()).path("items").findValuesAsString("type"))
                .contains(MachineAnnounced.class.getName());
        assertThat(installation.api().get("machines/cph-1").path("bmc")).isEqualTo(bmc);
    }

    /** Machines, clusters and placements, each with what it is. */
    private Map<String, String> fleet() {
        Map<String, String> fleet = new TreeMap<>();
        items("machines")
                .forEach(each -> fleet.put(
                        each.path("machineId").asString(),
                        each.path("lifecycle").asString() + " "
                                + each.path("clusterId").asString("")));
        items("clusters")
                .forEach(each -> fleet.put(
                        each.path("clusterId").asString(), each.path("phase").asString()));
        items("placements")
                .forEach(each -> fleet.put(
                        each.path("app").asString() + "@"
                                + each.path("clusterId").asString(),
                        each.path("phase").asString() + " "
                                + each.path("revision").asInt()));
        return fleet;
    }

    private Map<String, Long> generations() {
        Map<String, Long> generations = new TreeMap<>();
        items("status")
                .forEach(each -> generations.put(
                        each.path("clusterId").asString(),
                        each.path("generationApplied").asLong(0)));
        return generations;
    }

    private List<JsonNode> items(String kind) {
        return installation.api().get(kind).path("items").valueStream().toList();
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        return record.value() == null ? "" : new String(record.value(), StandardCharsets.ISO_8859_1);
    }
}
