package dev.skerry.cli.bmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skerry.cli.CommandException;
import dev.skerry.cli.bmc.Crawl.Outcome;
import dev.skerry.cli.bmc.Crawl.Outcome.Found;
import dev.skerry.cli.bmc.Crawl.Outcome.Nothing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CrawlTest {

    private static final String PASSWORD = "c4n4ry";
    private static final String SYSTEM = "/redfish/v1/Systems/1";

    @TempDir
    Path secrets;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean sessions;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(secrets.resolve("bmc/lab"));
        Files.writeString(secrets.resolve("bmc/lab/username"), "operator\n");
        Files.writeString(secrets.resolve("bmc/lab/password"), PASSWORD + "\n");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        answers.put("/redfish/v1/", "{\"Systems\":{\"@odata.id\":\"/redfish/v1/Systems\"}}");
        answers.put("/redfish/v1/Systems", members(SYSTEM));
        answers.put(SYSTEM, """
                {"UUID":"27946B59-9E44-4FA7-8E91-F3527A1EF094","SerialNumber":" SN-1 ",
                 "EthernetInterfaces":{"@odata.id":"%s/EthernetInterfaces"}}""".formatted(SYSTEM));
        answers.put(
                SYSTEM + "/EthernetInterfaces",
                members(SYSTEM + "/nic/1", SYSTEM + "/nic/2", SYSTEM + "/nic/3", SYSTEM + "/nic/4"));
        answers.put(SYSTEM + "/nic/1", "{\"MACAddress\":\"52-54-00-00-01-0A\"}");
        answers.put(
                SYSTEM + "/nic/2",
                "{\"MACAddress\":\"02:00:00:00:00:01\",\"PermanentMACAddress\":\"52:54:00:00:01:0b\",\"LinkStatus\":\"LinkUp\"}");
        answers.put(SYSTEM + "/nic/3", "{\"MACAddress\":\"00:00:00:00:00:00\"}");
        answers.put(SYSTEM + "/nic/4", "{\"MACAddress\":null}");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(exchange.getRequestMethod() + " " + path);
            boolean basic = ("Basic "
                            + Base64.getEncoder()
                                    .encodeToString(("operator:" + PASSWORD).getBytes(StandardCharsets.UTF_8)))
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean token = "T1".equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"));
            if (sessions && path.endsWith("/Sessions") && body.contains(PASSWORD)) {
                exchange.getResponseHeaders().set("X-Auth-Token", "T1");
                exchange.getResponseHeaders().set("Location", path + "/7");
                exchange.sendResponseHeaders(201, -1);
                return;
            }
            if (!path.equals("/redfish/v1/") && !(sessions ? token : basic)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            String answer = answers.get(path);
            byte[] bytes = answer == null ? new byte[0] : answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Test
    void aControllerTellsOfItsMachines() throws Exception {
        assertThat(ask())
                .isEqualTo(new Found(
                        address(),
                        List.of(new FoundSystem(
                                address() + SYSTEM,
                                List.of("52:54:00:00:01:0b", "52:54:00:00:01:0a"),
                                "SN-1",
                                "27946b59-9e44-4fa7-8e91-f3527a1ef094"))));
        assertThat(calls).allMatch(call -> call.startsWith("GET /redfish/v1/"));
    }

    @Test
    void aControllerWithoutBasicAuthenticationIsLoggedInToAndOutOf() throws Exception {
        sessions = true;
        assertThat(ask()).isInstanceOf(Found.class);
        assertThat(calls)
                .contains("POST /redfish/v1/SessionService/Sessions")
                .endsWith("DELETE /redfish/v1/SessionService/Sessions/7");
    }

    @Test
    void aMachineWithoutInterfacesIsToldWithoutMacs() throws Exception {
        answers.put(SYSTEM, "{}");
        assertThat(ask())
                .isEqualTo(new Found(address(), List.of(new FoundSystem(address() + SYSTEM, List.of(), "", ""))));
    }

    @Test
    void eachAddressHasItsOutcomeInItsOrder() throws Exception {
        List<Outcome> told = new ArrayList<>();
        List<Outcome> all = crawl(Duration.ofSeconds(20))
                .ask(List.of("ipmi://10.0.9.7", address(), "http://127.0.0.1:1"), told::add);
        assertThat(told).isEqualTo(all);
        assertThat(all.get(0))
                .isInstanceOfSatisfying(
                        Nothing.class, nothing -> assertThat(nothing.why()).contains("IPMI does not tell the MACs"));
        assertThat(all.get(1)).isInstanceOf(Found.class);
        assertThat(all.get(2)).isInstanceOf(Nothing.class);
    }

    @Test
    void wrongCredentialsAreSaidWithoutThem() throws Exception {
        Files.writeString(secrets.resolve("bmc/lab/password"), "other");
        assertThat(why()).contains("refuses the credentials").doesNotContain("other");
    }

    @Test
    void whatIsNoRedfishServiceIsSaid() throws Exception {
        answers.put("/redfish/v1/", "<html>");
        assertThat(why()).contains("is it a Redfish service?");
        answers.put("/redfish/v1/", "{}");
        assertThat(why()).contains("no Redfish service with systems");
    }

    @Test
    void nobodyElseIsAsked() throws Exception {
        answers.put("/redfish/v1/Systems", members("http://127.0.0.2/redfish/v1/Systems/1"));
        assertThat(why()).contains("on another host");
    }

    @Test
    void aControllerThatTakesTooLongIsLeft() throws Exception {
        assertThat(crawl(Duration.ZERO).ask(List.of(address()), _ -> {}))
                .containsExactly(new Nothing(address(), "it takes too long"));
        assertThat(calls).isEmpty();
    }

    @Test
    void missingCredentialsAreNamed() {
        assertThatThrownBy(() -> Credentials.read(secrets, "none"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("username");
        assertThatThrownBy(() -> Credentials.read(secrets, "../x")).isInstanceOf(CommandException.class);
        assertThat(Credentials.read(secrets, "lab")).hasToString("operator");
    }

    private String why() throws Exception {
        return ((Nothing) ask()).why();
    }

    private Outcome ask() throws Exception {
        return crawl(Duration.ofSeconds(20)).ask(List.of(address()), _ -> {}).getFirst();
    }

    private Crawl crawl(Duration limit) {
        return new Crawl(Credentials.read(secrets, "lab"), limit);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static String members(String... links) {
        List<String> members = new ArrayList<>();
        for (String link : links) {
            members.add("{\"@odata.id\":\"" + link + "\"}");
        }
        return "{\"Members\":[" + String.join(",", members) + "]}";
    }
}
