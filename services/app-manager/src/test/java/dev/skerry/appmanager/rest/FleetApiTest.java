package dev.skerry.appmanager.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.rest.RecordingPublisher.Published;
import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.apps.AppPhase;
import dev.skerry.schemas.apps.DeploymentRemovalRequested;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.inventory.Lifecycle;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.MachineHold;
import dev.skerry.schemas.inventory.MachineNicReplacementRequested;
import dev.skerry.schemas.inventory.MachineRejectionRequested;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.inventory.Source;
import dev.skerry.schemas.provisioning.MachineHoldRequested;
import dev.skerry.schemas.provisioning.MachineReinstallRequested;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import dev.skerry.schemas.provisioning.MachineRescueEndRequested;
import dev.skerry.schemas.provisioning.MachineRescueRequested;
import dev.skerry.schemas.provisioning.MachineRetirementRequested;
import dev.skerry.schemas.provisioning.MachineRetryRequested;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fleet API over HTTP. */
@Timeout(60)
class FleetApiTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MAC = "52:54:00:00:01:01";
    private static final String MACHINE = """
        apiVersion: skerry.dev/v1
        kind: Machine
        metadata: {name: cph-1}
        spec: {site: copenhagen, macs: ["52:54:00:00:01:01"]}
        """;
    private static final String SITE = """
        apiVersion: skerry.dev/v1
        kind: Site
        metadata: {name: copenhagen}
        spec: {latitude: 55.7, longitude: 12.6, region: emea/dk}
        """;
    private static final String APP = """
        apiVersion: skerry.dev/v1
        kind: App
        metadata: {tenant: acme, name: shop}
        spec:
          workload:
            container: {image: "shop:1", ports: [80]}
            resources: {cpuMillis: 1, memoryMiB: 1}
          dns: {name: shop}
        """;

    private static TestFleet fleet;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        fleet.close();
    }

    @BeforeEach
    void empty() {
        fleet.models.clear();
        fleet.models.caughtUp(true);
        fleet.publisher.clear();
    }

    @Test
    void aSiteIsRecorded() throws Exception {
        HttpResponse<String> answer = post("/api/v1/sites", SITE);
        assertThat(answer.statusCode()).isEqualTo(202);
        Published published = published();
        assertThat(published.topic()).isEqualTo(Topics.SITE_REQUESTS);
        assertThat(published.key()).isEqualTo("copenhagen");
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.path("key").stringValue()).isEqualTo("copenhagen");
        assertThat(json.path("eventId").stringValue())
                .isEqualTo(json.path("correlationId").stringValue())
                .isNotBlank();
    }

    @Test
    void aDocumentIsTakenWhateverItsTypeIsCalled() throws Exception {
        for (String type : new String[] {"application/x-www-form-urlencoded", "text/plain", "application/yaml"}) {
            assertThat(post("/api/v1/sites?", SITE, type).statusCode()).as(type).isEqualTo(202);
        }
    }

    @Test
    void aMachineWaitsForASiteThatWasPostedAMomentAgo() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                TestFleet.request(fleet.people("/api/v1/machines?source=file"))
                        .POST(HttpRequest.BodyPublishers.ofString(MACHINE))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        fleet.models.put(Topics.SITE_STATE, Samples.SITE, Samples.site(Samples.SITE));
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
        assertThat(published().key()).isEqualTo(MAC);
        assertThat(((MachineAnnounced) published().value()).getSource()).isEqualTo(Source.FILE);
    }

    @Test
    void anUnknownSiteIsRefusedWithTheNearest() throws Exception {
        fleet.models.put(Topics.SITE_STATE, Samples.SITE, Samples.site(Samples.SITE));
        HttpResponse<String> answer = post("/api/v1/machines", MACHINE.replace("copenhagen", "copenhagn"));
        problem(answer, 422, "spec.site", "there is no site copenhagn", "did you mean copenhagen?");
        assertThat(fleet.publisher.published()).isEmpty();
    }

    @Test
    void aMacIsOneMachine() throws Exception {
        fleet.models.put(Topics.SITE_STATE, Samples.SITE, Samples.site(Samples.SITE));
        fleet.models.put(Topics.SITE_STATE, "boston", Samples.site("boston"));
        machine(Lifecycle.ACTIVE);
        assertThat(post("/api/v1/machines", MACHINE).statusCode()).as("again").isEqualTo(202);
        problem(
                post("/api/v1/machines", MACHINE.replace("copenhagen", "boston")),
                409,
                "spec.macs[0]",
                MAC + " is on record as machine cph-1 (id-1) at site copenhagen",
                "that machine's name and site");
        problem(post("/api/v1/machines", MACHINE.replace("cph-1", "cph-2")), 409, "spec.macs[0]", "cph-1", "correct");
        problem(
                post("/api/v1/machines", MACHINE.replace(MAC, "52:54:00:00:01:09")),
                409,
                "metadata.name",
                "the name belongs to machine cph-1",
                "another name");
        assertThat(post("/api/v1/machines", MACHINE.replace("metadata: {name: cph-1}\n", ""))
                        .statusCode())
                .as("without a name")
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({"id-1", "cph-1", "52:54:00:00:01:01", "52-54-00-00-01-01"})
    void aMachineIsFoundByAnyOfItsNames(String name) throws Exception {
        machine(Lifecycle.FAILED);
        assertThat(JSON.readTree(get("/api/v1/machines/" + name).body())
                        .path("machineId")
                        .stringValue())
                .isEqualTo("id-1");
        assertThat(post("/api/v1/machines/" + name + "/retry", "").statusCode()).isEqualTo(202);
        assertThat(published().value()).isInstanceOf(MachineRetryRequested.class);
        assertThat(published().key()).isEqualTo("id-1");
        assertThat(published().topic()).isEqualTo(Topics.PROVISIONING_REQUESTS);
    }

    @Test
    void aMachineRetiresAndHasANicReplaced() throws Exception {
        machine(Lifecycle.ACTIVE);
        assertThat(post("/api/v1/machines/cph-1/retire", "{\"reason\":\"old\"}").statusCode())
                .isEqualTo(202);
        assertThat(published().topic()).isEqualTo(Topics.PROVISIONING_REQUESTS);
        assertThat(published().value())
                .isInstanceOfSatisfying(
                        MachineRetirementRequested.class,
                        retire -> assertThat(retire.getReason()).isEqualTo("old"));
        String nics = "{\"oldMac\":\"52-54-00-00-01-01\",\"newMac\":\"52:54:00:00:01:09\"}";
        assertThat(post("/api/v1/machines/cph-1/replace-nic", nics).statusCode())
                .isEqualTo(202);
        assertThat(fleet.publisher.published().getLast().topic()).isEqualTo(Topics.MACHINE_REQUESTS);
        assertThat(fleet.publisher.published().getLast().value())
                .isInstanceOfSatisfying(MachineNicReplacementRequested.class, replaced -> {
                    assertThat(replaced.getOldMac()).isEqualTo("52:54:00:00:01:01");
                    assertThat(replaced.getNewMac()).isEqualTo("52:54:00:00:01:09");
                });
        assertThat(post("/api/v1/machines/cph-1/replace-nic", "{\"oldMac\":\"nonsense\"}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void aNodeIsInstalledAgain() throws Exception {
        machine(Lifecycle.ACTIVE);
        assertThat(post("/api/v1/machines/cph-1/reinstall", "{\"reason\":\"new image\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(published().topic()).isEqualTo(Topics.PROVISIONING_REQUESTS);
        assertThat(published().value())
                .isInstanceOfSatisfying(
                        MachineReinstallRequested.class,
                        asked -> assertThat(asked.getReason()).isEqualTo("new image"));
        machine(Lifecycle.AVAILABLE);
        problem(post("/api/v1/machines/cph-1/reinstall", ""), 409, "machine", "is AVAILABLE", "ACTIVE");
    }

    @Test
    void aMachineIsHeldWithAReason() throws Exception {
        machine(Lifecycle.ACTIVE);
        problem(post("/api/v1/machines/cph-1/hold", ""), 422, "reason", "is empty", "say why");
        assertThat(post("/api/v1/machines/cph-1/hold", "{\"reason\":\"its fan\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(published().value())
                .isInstanceOfSatisfying(
                        MachineHoldRequested.class,
                        asked -> assertThat(asked.getReason()).isEqualTo("its fan"));
        fleet.models.put(
                Topics.MACHINE_STATE,
                "id-1",
                MachineState.newBuilder(Samples.machine("id-1", "cph-1", MAC, Lifecycle.ACTIVE))
                        .setHold(new MachineHold("its fan", Instant.EPOCH))
                        .build());
        problem(post("/api/v1/machines/cph-1/release", ""), 409, "machine", "on hold: its fan", "unhold it first");
        assertThat(post("/api/v1/machines/cph-1/unhold", "").statusCode()).isEqualTo(202);
        machine(Lifecycle.DISCOVERED);
        problem(post("/api/v1/machines/cph-1/hold", "{\"reason\":\"x\"}"), 409, "machine", "is DISCOVERED", "approve");
    }

    @Test
    void aMachineIsRescuedWithAPublicKey() throws Exception {
        machine(Lifecycle.ACTIVE);
        String key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0mPqXAtBv0UkAlxrXcTSFAB3m6E1sGkJ2Tz1dUwLxk";
        assertThat(post("/api/v1/machines/cph-1/rescue", "{\"sshKey\":\"" + key + "   ada@here\\n\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(published().value())
                .isInstanceOfSatisfying(
                        MachineRescueRequested.class,
                        asked -> assertThat(asked.getSshKey()).isEqualTo(key + " ada@here"));
        assertThat(post("/api/v1/machines/cph-1/end-rescue", "").statusCode()).isEqualTo(202);
        assertThat(published().value()).isInstanceOf(MachineRescueEndRequested.class);
        problem(post("/api/v1/machines/cph-1/rescue", "{}"), 422, "sshKey", "", "");
        problem(rescue("-----BEGIN OPENSSH PRIVATE KEY-----"), 422, "sshKey", "private key", ".pub");
        problem(rescue("ssh-ed25519"), 422, "sshKey", "one line", "ssh-keygen");
        problem(rescue(key + "\\n" + key), 422, "sshKey", "one line", "ssh-keygen");
        problem(rescue("ssh-dss AAAA"), 422, "sshKey", "unknown type ssh-dss", "ssh-ed25519");
        problem(rescue(key.replace("ssh-ed25519", "ssh-rsa")), 422, "sshKey", "no key of the type ssh-rsa", ".pub");
        machine(Lifecycle.INSPECTING);
        problem(rescue(key), 409, "machine", "is INSPECTING", "hold it first");
    }

    private static HttpResponse<String> rescue(String key) throws IOException {
        return post("/api/v1/machines/cph-1/rescue", "{\"sshKey\":\"" + key + "\"}");
    }

    @Test
    void actions() throws Exception {
        machine(Lifecycle.DISCOVERED);
        assertThat(post("/api/v1/machines/cph-1/approve", "").statusCode()).isEqualTo(202);
        assertThat(post("/api/v1/machines/cph-1/reject", "{\"reason\":\"not ours\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(post("/api/v1/machines/cph-1/release", "{\"reason\":\"moved\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(fleet.publisher.published())
                .extracting(Published::topic)
                .containsExactly(Topics.MACHINE_REQUESTS, Topics.MACHINE_REQUESTS, Topics.PROVISIONING_REQUESTS);
        assertThat(((MachineRejectionRequested)
                                fleet.publisher.published().get(1).value())
                        .getReason())
                .isEqualTo("not ours");
        assertThat(((MachineReleaseRequested) fleet.publisher.published().get(2).value()).getReason())
                .isEqualTo("moved");
        problem(post("/api/v1/machines/cph-1/retry", ""), 409, "machine", "is DISCOVERED", "FAILED");
        problem(post("/api/v1/machines/cph-1/reject", "{\"why\":\"x\"}"), 422, "why", "unknown field", "reason");
        problem(post("/api/v1/machines/cph-9/approve", ""), 404, "machine", "no machine cph-9", "id, name or MAC");
    }

    @Test
    void twoMachinesOfOneNameAreNotGuessed() throws Exception {
        machine(Lifecycle.ACTIVE);
        fleet.models.put(
                Topics.MACHINE_STATE, "id-2", Samples.machine("id-2", "cph-1", "52:54:00:00:01:02", Lifecycle.ACTIVE));
        problem(get("/api/v1/machines/cph-1"), 409, "machine", "2 machines are called cph-1", "id or MAC");
        fleet.models.put(Topics.MACHINE_STATE, "id-2", null);
        assertThat(get("/api/v1/machines/cph-1").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/machines/52:54:00:00:01:02").statusCode()).isEqualTo(404);
    }

    @Test
    void appsComeAndGo() throws Exception {
        assertThat(post("/api/v1/apps", APP).statusCode()).isEqualTo(202);
        assertThat(published().key()).isEqualTo("acme/shop");
        assertThat(((DeploymentRequested) published().value()).getDns().getName())
                .isEqualTo("shop");
        problem(delete("/api/v1/apps/acme/shop"), 404, "app", "no app acme/shop", "the list");
        fleet.models.put(Topics.APP_STATE, "acme/shop", Samples.app(AppPhase.AVAILABLE));
        assertThat(delete("/api/v1/apps/acme/shop").statusCode()).isEqualTo(202);
        assertThat(published().value()).isInstanceOf(DeploymentRemovalRequested.class);
        fleet.models.put(Topics.RECORD_STATE, "shop", Samples.record());
        assertThat(post("/api/v1/apps", APP).statusCode()).isEqualTo(202);
        problem(
                post("/api/v1/apps", APP.replace("tenant: acme", "tenant: evil")),
                409,
                "spec.dns.name",
                "shop is the name of acme/shop",
                "another name");
    }

    @Test
    void badDocumentsAreProblems() throws Exception {
        problem(post("/api/v1/sites", "a: ["), 400, "", "not YAML", "correct");
        problem(post("/api/v1/sites", MACHINE), 422, "kind", "a Machine is not taken here", "/api/v1/machines");
        problem(post("/api/v1/machines", MACHINE.replace(MAC, "x")), 422, "spec.macs[0]", "not a MAC", "six octets");
        problem(post("/api/v1/sites", "#".repeat(1 << 21)), 413, "", "larger than 1 MiB", "one document");
        assertThat(post("/api/v1/sites", "kind: Site", "application/json").body())
                .contains("not JSON");
        problem(get("/api/v1/machines?sites=x"), 400, "sites", "unknown query parameter", "did you mean site?");
        problem(get("/api/v1/clusters/none"), 404, "cluster", "there is no cluster none", "list");
        assertThat(fleet.publisher.published()).isEmpty();
    }

    @Test
    void whenTheBrokerIsAwayTheCallerMayTryAgain() throws Exception {
        fleet.publisher.away(true);
        HttpResponse<String> answer = post("/api/v1/sites", SITE);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void untilTheFleetIsReadNobodyIsToldHalfOfIt() throws Exception {
        fleet.models.caughtUp(false);
        for (String path : new String[] {"/api/v1/sites", "/api/v1/machines/x", "/api/v1/summary"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(post("/api/v1/sites", SITE).statusCode()).isEqualTo(503);
        assertThat(get("/api/v1/openapi.yaml").statusCode()).isEqualTo(200);
        HttpResponse<String> watch = TestFleet.send(
                client, TestFleet.request(fleet.people("/api/v1/sites")).header("Accept", "text/event-stream"));
        assertThat(watch.statusCode()).isEqualTo(503);
    }

    @Test
    void listsAreInOrderAndFiltered() throws Exception {
        machine(Lifecycle.ACTIVE);
        fleet.models.put(
                Topics.MACHINE_STATE, "id-0", Samples.machine("id-0", "cph-0", "52:54:00:00:01:02", Lifecycle.FAILED));
        fleet.models.put(Topics.SITE_STATE, "a", Samples.site("a"));
        fleet.models.put(Topics.PLACEMENT_STATE, "p", Samples.placementState(PlacementPhase.AVAILABLE));
        fleet.models.put(Topics.RECORD_STATE, "shop", Samples.record());
        assertThat(keys("/api/v1/machines", "machineId")).containsExactly("id-0", "id-1");
        assertThat(keys("/api/v1/machines?lifecycle=failed", "machineId")).containsExactly("id-0");
        assertThat(keys("/api/v1/machines?site=elsewhere", "machineId")).isEmpty();
        assertThat(keys("/api/v1/sites?region=emea/dk", "site")).containsExactly("a");
        assertThat(keys("/api/v1/sites?region=emea%2Fd", "site")).isEmpty();
        assertThat(keys("/api/v1/placements?app=acme%2Fshop&cluster=" + Samples.CLUSTER, "clusterId"))
                .containsExactly(Samples.CLUSTER);
        assertThat(keys("/api/v1/records?site=" + Samples.SITE, "name")).containsExactly("shop");
        assertThat(keys("/api/v1/records?cluster=other", "name")).isEmpty();
    }

    @Test
    void theSummaryCounts() throws Exception {
        machine(Lifecycle.ACTIVE);
        fleet.models.put(Topics.SITE_STATE, "a", Samples.site("a"));
        fleet.models.put(Topics.APP_STATE, "acme/shop", Samples.app(AppPhase.AVAILABLE));
        fleet.models.put(Topics.PLACEMENT_STATE, "p", Samples.placementState(PlacementPhase.DELIVERED));
        assertThat(get("/api/v1/summary").body())
                .isEqualTo("{\"sites\":1,\"machines\":{\"ACTIVE\":1},\"clusters\":{},\"apps\":{\"AVAILABLE\":1},"
                        + "\"placements\":{\"DELIVERED\":1},\"records\":0}");
    }

    @Test
    void anAppIsExplained() throws Exception {
        fleet.models.put(Topics.APP_STATE, "acme/shop", Samples.app(AppPhase.AVAILABLE));
        fleet.models.put(Topics.PLACEMENT_STATE, "p", Samples.placementState(PlacementPhase.AVAILABLE));
        JsonNode early = JSON.readTree(get("/api/v1/apps/acme/shop/explain").body());
        assertThat(early.path("why").toString()).contains("has no answer yet");
        fleet.models.put(Topics.RECORD_STATE, "shop", Samples.record());
        JsonNode json = JSON.readTree(get("/api/v1/apps/acme/shop/explain").body());
        assertThat(json.path("why").valueStream().map(JsonNode::stringValue))
                .containsExactly(
                        "revision 2 is AVAILABLE",
                        "small.copenhagen was taken for 3 replicas: most free capacity",
                        "small.boston, small.austin refused: region is not emea",
                        "on small.copenhagen revision 2 is AVAILABLE, 3 of 3 replicas ready",
                        "shop.edge.skerry.test. answers from small.copenhagen");
        assertThat(json.at("/record/targets/0/clusterId").stringValue()).isEqualTo(Samples.CLUSTER);
        assertThat(json.at("/placements/0/phase").stringValue()).isEqualTo("AVAILABLE");
    }

    @Test
    void aWatchShowsWhatIsThereAndWhatChanges() throws Exception {
        fleet.models.put(Topics.SITE_STATE, "a", Samples.site("a"));
        HttpResponse<InputStream> answer = client.send(
                TestFleet.request(fleet.people("/api/v1/sites"))
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(event(lines)).startsWith("event: upsert\nid: a\ndata: {\"site\":\"a\"");
            assertThat(event(lines)).isEqualTo("event: synced\ndata: {}");
            fleet.models.put(Topics.SITE_STATE, "a", null);
            assertThat(event(lines)).isEqualTo("event: delete\nid: a\ndata: {\"key\":\"a\"}");
        }
    }

    @Test
    void theDescriptionIsServedAndIsTheOneInTheDocuments() throws Exception {
        assertThat(get("/api/v1/openapi.yaml").body()).isEqualTo(Files.readString(Path.of("../../docs/openapi.yaml")));
    }

    private static String event(BufferedReader lines) throws IOException {
        StringBuilder event = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                return event.toString();
            }
            event.append(event.isEmpty() ? "" : "\n").append(line);
        }
        throw new IOException("the stream ended");
    }

    private static void machine(Lifecycle lifecycle) {
        fleet.models.put(Topics.MACHINE_STATE, "id-1", Samples.machine("id-1", "cph-1", MAC, lifecycle));
    }

    private static Published published() {
        return fleet.publisher.published().getLast();
    }

    private static java.util.List<String> keys(String path, String member) throws IOException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body())
                .path("items")
                .valueStream()
                .map(item -> item.path(member).stringValue())
                .toList();
    }

    private static void problem(HttpResponse<String> answer, int status, String field, String detail, String remedy) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.path("field").asString("")).isEqualTo(field);
        assertThat(json.path("detail").stringValue()).contains(detail);
        assertThat(json.path("remedy").stringValue()).contains(remedy);
    }

    private static HttpResponse<String> get(String path) throws IOException {
        return TestFleet.send(client, TestFleet.request(fleet.people(path)));
    }

    private static HttpResponse<String> delete(String path) throws IOException {
        return TestFleet.send(client, TestFleet.request(fleet.people(path)).DELETE());
    }

    private static HttpResponse<String> post(String path, String body) throws IOException {
        return post(path, body, "application/yaml");
    }

    private static HttpResponse<String> post(String path, String body, String type) throws IOException {
        return TestFleet.send(
                client,
                TestFleet.request(fleet.people(path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
