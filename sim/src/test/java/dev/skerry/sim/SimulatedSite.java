package dev.skerry.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.agent.testing.TestAuthority;
import dev.skerry.agent.testing.TestCentre;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One site of three machines, one of them without a BMC, in front of doors that behave as the protocols say. */
final class SimulatedSite implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final List<String> MACS = List.of("52:54:00:00:00:01", "52:54:00:00:00:02", "52:54:00:00:00:04");
    private static final String DESIRED = """
            {"generation":1,"placements":[{"app":"acme/shop","revision":1,"replicas":2,\
            "resources":{"cpuMillis":500,"memoryMiB":512,"pods":1},\
            "objects":[{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop"}}]}]}""";

    final TestCentre centre;
    final TestDoors doors;
    final DatagramSocket dns;

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    SimulatedSite(Path folder) throws IOException {
        this.folder = folder;
        var authority = new TestAuthority();
        centre = new TestCentre(authority, 0);
        doors = new TestDoors(MACS, authority, centre.url(""));
        dns = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Files.writeString(folder.resolve("sites.yaml"), """
                kind: Site
                metadata: {name: copenhagen}
                spec: {latitude: 55.6, longitude: 12.5, region: emea/dk/copenhagen, clientPrefixes: [10.1.0.0/16]}
                """);
        Files.writeString(folder.resolve("machines.yaml"), """
                kind: Machine
                metadata: {name: m1}
                spec: {site: copenhagen, macs: ["52:54:00:00:00:01"], bmc: {protocol: redfish, address: "http://x/redfish/v1/Systems/m1"}}
                ---
                kind: Machine
                metadata: {name: m2}
                spec: {site: copenhagen, macs: ["52:54:00:00:00:02"], bmc: {protocol: redfish, address: "http://x/redfish/v1/Systems/m2"}}
                ---
                kind: Machine
                metadata: {name: m4}
                spec: {site: copenhagen, macs: ["52:54:00:00:00:04"], bmc: {protocol: none}}
                """);
        Files.writeString(folder.resolve("apps.yaml"), """
                kind: App
                metadata: {tenant: acme, name: shop}
                spec: {dns: {name: shop}}
                """);
    }

    Simulator simulator() throws IOException {
        return new Simulator(new Options(
                doors.provisionerUrl(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.getLocalPort()),
                "edge.skerry.test",
                InetAddress.getLoopbackAddress(),
                "127.0.0.1",
                0,
                0,
                0,
                folder.resolve("state"),
                folder.resolve("emitted"),
                Optional.of(folder),
                0,
                0,
                1,
                0.2,
                OptionalLong.empty(),
                0));
    }

    HttpResponse<String> redfish(Simulator simulator, String method, String path, String body)
            throws IOException, InterruptedException {
        String login = Base64.getEncoder().encodeToString("admin:skerry-sim".getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulator.bmcPort() + path))
                .header("Authorization", "Basic " + login)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    JsonNode control(Simulator simulator, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulator.controlPort() + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    void bootFromNetwork(Simulator simulator, String machine) throws IOException, InterruptedException {
        String system = "/redfish/v1/Systems/" + machine;
        String once = "{\"Boot\":{\"BootSourceOverrideEnabled\":\"Once\",\"BootSourceOverrideTarget\":\"Pxe\"}}";
        assertThat(redfish(simulator, "PATCH", system, once).statusCode()).isEqualTo(204);
        assertThat(redfish(simulator, "POST", system + "/Actions/ComputerSystem.Reset", "{\"ResetType\":\"On\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    /** Waits for something that the doors hear; what comes before is given back too. */
    List<String> hear(String beginning) throws InterruptedException {
        var before = new ArrayList<String>();
        while (true) {
            String next = doors.heard.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("waiting for '%s' after %s", beginning, before).isNotNull();
            before.add(next);
            if (next.startsWith(beginning)) {
                return before;
            }
        }
    }

    void bringUp(Simulator simulator) throws IOException, InterruptedException {
        centre.allow(TestDoors.CLUSTER, "once");
        centre.preset(TestDoors.CLUSTER, 1, DESIRED);
        bootFromNetwork(simulator, "m1");
        bootFromNetwork(simulator, "m2");
        centre.awaitReport(report -> report.path("nodesReady").asInt(0) == 3
                && report.path("placements").path(0).path("phase").asString("").equals("AVAILABLE"));
        // Kubernetes counts a node before the node says at the door that it joined.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> control(simulator, "GET", "/status", "")
                                .path("machines")
                                .path("joined")
                                .asInt(0)
                        == 3);
    }

    @Override
    public void close() {
        doors.close();
        centre.close();
        dns.close();
        http.shutdownNow();
    }
}
