package dev.skerry.appmanager.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.apps.AgentReported;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The agents' door with real TLS. */
@Timeout(60)
class AgentDoorTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REPORT = """
            {"sequence":12,"generation":7,"agentVersion":"0.1.0","capacity":{"cpuMillis":16000,"memoryMiB":65536,"pods":220},
             "used":{"cpuMillis":1500,"memoryMiB":1536,"pods":3},"addresses":["203.0.113.7"],"nodesReady":2,"placements":[]}
            """;

    private static TestFleet fleet;
    private static HttpClient agent;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        agent = fleet.client(Samples.CLUSTER);
    }

    @AfterAll
    static void stop() {
        agent.shutdownNow();
        Instant before = Instant.now();
        fleet.close();
        assertThat(Duration.between(before, Instant.now()))
                .as("open feeds do not keep the service from stopping")
                .isLessThan(Duration.ofSeconds(15));
    }

    @BeforeEach
    void empty() {
        fleet.models.clear();
        fleet.models.caughtUp(true);
        fleet.publisher.clear();
        for (String cluster : List.of(Samples.CLUSTER, "bad.reports", "eager.agent", "calm.agent")) {
            enrol(cluster, Certificates.ENROLMENT);
        }
    }

    @Test
    void nobodyGetsInWithoutACertificateOfTheFleet() {
        assertThatThrownBy(() -> report(fleet.client((String) null), REPORT)).isInstanceOf(IOException.class);
        Certificates strangers = new Certificates("another CA");
        HttpClient stranger =
                fleet.client(strangers.issue(Samples.CLUSTER, Instant.now().plusSeconds(600)));
        assertThatThrownBy(() -> report(stranger, REPORT)).isInstanceOf(IOException.class);
        HttpClient late = fleet.client(
                fleet.certificates.issue(Samples.CLUSTER, Instant.now().minusSeconds(10)));
        assertThatThrownBy(() -> report(late, REPORT)).isInstanceOf(IOException.class);
        assertThat(fleet.publisher.published()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTls(String version) throws Exception {
        var certificate =
                fleet.certificates.issue(Samples.CLUSTER, Instant.now().plusSeconds(600));
        var sockets = fleet.certificates.context(certificate).getSocketFactory();
        try (SSLSocket socket = (SSLSocket) sockets.createSocket("127.0.0.1", fleet.agentsPort())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {version});
            OutputStream out = socket.getOutputStream();
            out.write("GET /api/v1/sites HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 404");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/sites",
                "/api/v1/openapi.yaml",
                "/actuator/health",
                "/",
                "/agent/../api/v1/sites",
                "/agent/%2e%2e/api/v1/sites",
                "/agent;x=/../api/v1/sites"
            })
    void theFleetApiIsNotOnTheAgentsPort(String path) throws Exception {
        assertThat(get(agent, fleet.agents(path)).statusCode()).isBetween(400, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/agent/v1/feed", "/%61gent/v1/feed", "/agent;a=b/v1/feed", "/x/../agent/v1/feed", "/agent"})
    void theAgentsDoorIsNotOnThePeoplesPort(String path) throws Exception {
        assertThat(get(agent, fleet.people(path)).statusCode()).isBetween(400, 404);
    }

    @Test
    void aReportIsWhatTheCertificateSays() throws Exception {
        assertThat(report(agent, REPORT.replace("\"sequence\"", "\"clusterId\":\"other\",\"sequence\""))
                        .statusCode())
                .isEqualTo(202);
        var published = fleet.publisher.published().getLast();
        assertThat(published.topic()).isEqualTo(Topics.AGENT_OBSERVATIONS);
        assertThat(published.key()).isEqualTo(Samples.CLUSTER);
        assertThat(((AgentReported) published.value()).getClusterId()).isEqualTo(Samples.CLUSTER);
    }

    @Test
    void aCertificateThatNamesNoClusterIsRefused() throws Exception {
        HttpClient nameless = fleet.client("Not A Cluster");
        assertThat(report(nameless, REPORT).statusCode()).isEqualTo(403);
        assertThat(get(nameless, fleet.agents("/agent/v1/feed")).statusCode()).isEqualTo(403);
    }

    @Test
    void theAgentOfAFormerEnrolmentIsRefused() throws Exception {
        enrol(Samples.CLUSTER, "e2");
        assertThat(report(agent, REPORT).statusCode()).isEqualTo(403);
        assertThat(get(agent, fleet.agents("/agent/v1/feed")).body()).contains("enrolment that is over");
        enrol(Samples.CLUSTER, null);
        assertThat(report(agent, REPORT).statusCode()).isEqualTo(403);
        fleet.models.put(Topics.CLUSTER_STATE, Samples.CLUSTER, null);
        fleet.models.caughtUp(false);
        assertThat(report(agent, REPORT).statusCode()).isEqualTo(503);
        assertThat(fleet.publisher.published()).isEmpty();
    }

    @Test
    void anEnrolmentThatTheInstallerKnowsFirstIsWaitedFor() throws Exception {
        enrol(Samples.CLUSTER, null);
        var answer = agent.sendAsync(reporting(REPORT).build(), HttpResponse.BodyHandlers.ofString());
        enrol(Samples.CLUSTER, Certificates.ENROLMENT);
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }

    private static void enrol(String cluster, @Nullable String enrolment) {
        fleet.models.put(Topics.CLUSTER_STATE, cluster, Samples.enrolled(cluster, enrolment));
    }

    @Test
    void badReportsAreProblems() throws Exception {
        HttpClient other = fleet.client("bad.reports");
        assertThat(report(other, "{").statusCode()).isEqualTo(400);
        assertThat(report(other, " ".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
        String odd = REPORT.replace(
                "\"placements\":[]",
                "\"placements\":[{\"app\":\"a/b\",\"revision\":1,\"phase\":\"ODD\",\"readyReplicas\":0}]");
        JsonNode problem = JSON.readTree(report(other, odd).body());
        assertThat(problem.path("field").stringValue()).isEqualTo("placements[0].phase");
        assertThat(problem.path("remedy").stringValue()).contains("AVAILABLE, DEGRADED, GONE, PROGRESSING");
        fleet.publisher.away(true);
        HttpResponse<String> away = report(other, REPORT);
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void anAgentThatReportsTooOftenIsToldToWaitAndOthersAreNot() throws Exception {
        HttpClient eager = fleet.client("eager.agent");
        int taken = 0;
        HttpResponse<String> answer = report(eager, REPORT);
        while (answer.statusCode() == 202 && taken < 1000) {
            taken++;
            answer = report(eager, REPORT);
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(taken).isGreaterThanOrEqualTo(20);
        assertThat(fleet.publisher.published()).hasSize(taken);
        assertThat(report(fleet.client("calm.agent"), REPORT).statusCode()).isEqualTo(202);
    }

    @Test
    void theFeedGoesOnFromWhatTheAgentHas() throws Exception {
        try (BufferedReader feed = feed(agent, "")) {
            assertThat(next(feed)).startsWith("event: desired\nid: 0\ndata: {\"generation\":0,\"placements\":[]}");
            fleet.models.put(Topics.DESIRED_STATE, Samples.CLUSTER, Samples.desired(Samples.CLUSTER, 1));
            String event = next(feed);
            assertThat(event).startsWith("event: desired\nid: 1\ndata: {");
            JsonNode desired = JSON.readTree(event.substring(event.indexOf("data: ") + 6));
            assertThat(desired.at("/placements/0/app").stringValue()).isEqualTo("acme/shop");
            assertThat(desired.at("/placements/0/objects/1/kind").stringValue()).isEqualTo("Deployment");
        }
        fleet.models.put(Topics.DESIRED_STATE, Samples.CLUSTER, Samples.desired(Samples.CLUSTER, 2));
        try (BufferedReader feed = feed(agent, "1")) {
            assertThat(next(feed)).startsWith("event: desired\nid: 2\n");
        }
        try (BufferedReader feed = feed(agent, "2")) {
            fleet.models.put(Topics.DESIRED_STATE, Samples.CLUSTER, Samples.desired(Samples.CLUSTER, 3));
            assertThat(next(feed)).startsWith("event: desired\nid: 3\n");
        }
        assertThat(get(agent, TestFleet.request(fleet.agents("/agent/v1/feed")).header("Last-Event-ID", "x"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void noAgentIsToldToRunNothingBeforeTheFleetIsRead() throws Exception {
        fleet.models.caughtUp(false);
        HttpResponse<String> answer = get(agent, fleet.agents("/agent/v1/feed"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private static BufferedReader feed(HttpClient client, String known) throws Exception {
        HttpRequest.Builder request =
                TestFleet.request(fleet.agents("/agent/v1/feed")).header("Accept", "text/event-stream");
        HttpResponse<InputStream> answer = client.send(
                (known.isEmpty() ? request : request.header("Last-Event-ID", known)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static String next(BufferedReader lines) throws IOException {
        StringBuilder event = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !event.isEmpty()) {
                return event.toString();
            }
            if (!line.startsWith(":")) {
                event.append(event.isEmpty() ? "" : "\n").append(line);
            }
        }
        throw new IOException("the feed ended");
    }

    private static HttpRequest.Builder reporting(String report) {
        return TestFleet.request(fleet.agents("/agent/v1/reports"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(report));
    }

    private static HttpResponse<String> report(HttpClient client, String report) throws IOException {
        return TestFleet.send(client, reporting(report));
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws IOException {
        return get(client, TestFleet.request(url));
    }

    private static HttpResponse<String> get(HttpClient client, HttpRequest.Builder request) throws IOException {
        return TestFleet.send(client, request);
    }
}
