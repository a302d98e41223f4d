package dev.skerry.sim;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.skerry.agent.testing.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The provisioner's and the platform installer's doors as docs/protocols.md has them, for one cluster: each machine is inspected,
 * installed, and then started from its disk. The first machine is the first server.
 */
final class TestDoors implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final String CLUSTER = "small.copenhagen";
    private static final String CLUSTER_CA = "-----BEGIN CERTIFICATE-----\ncluster\n-----END CERTIFICATE-----\n";

    private final TestAuthority authority;
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final Set<String> released = ConcurrentHashMap.newKeySet();
    volatile String pin = "";
    volatile String agentSecret = "agents";

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer provisioner;
    private final HttpsServer installer;
    private final List<String> macs;
    private final URI agents;
    private final Map<String, String> stage = new ConcurrentHashMap<>();
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();
    private volatile String apiEndpoint = "";

    /**
     * @param macs of the machines, the first server's first
     * @param agents the agents' door and where they enrol
     */
    TestDoors(List<String> macs, TestAuthority authority, URI agents) {
        this.macs = macs;
        this.authority = authority;
        this.agents = agents;
        try {
            pin = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(authority.certificate().getEncoded()));
            var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            provisioner = HttpServer.create(loopback, 100);
            installer = HttpsServer.create(loopback, 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        installer.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
        provisioner.createContext("/boot/", this::boot);
        installer.createContext("/nodes/", this::node);
        provisioner.setExecutor(executor);
        installer.setExecutor(executor);
        provisioner.start();
        installer.start();
    }

    URI provisionerUrl() {
        return URI.create("http://127.0.0.1:" + provisioner.getAddress().getPort());
    }

    private String installerUrl() {
        return "https://127.0.0.1:" + installer.getAddress().getPort();
    }

    private static String nonceOf(String mac) {
        return "n" + mac.replace(":", "");
    }

    private void boot(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (path[2].equals("ca.pem")) {
                answer(exchange, 200, authority.pem());
            } else if (path[2].equals("attempts")) {
                heard.add(path[4] + " " + path[3] + " " + body);
                String former = stage.get(path[3]);
                switch (path[4]) {
                    case "inspection" -> stage.put(path[3], "install");
                    case "phone-home" -> stage.put(path[3], "disk");
                    case "wiped" -> stage.put(path[3], "wait");
                    default -> {}
                }
                answer(exchange, former == null ? 404 : 202, "");
            } else if (path[3].equals("boot.ipxe")) {
                answer(
                        exchange,
                        200,
                        "#!ipxe\nchain ${net0/mac:hexhyp}/script?uuid=${uuid}&serial=${serial}&arch=${buildarch}\n");
            } else {
                answer(exchange, 200, script(path[3].replace('-', ':')));
            }
        }
    }

    private String script(String mac) {
        String nonce = nonceOf(mac);
        if (!macs.contains(mac)) {
            heard.add("unknown " + mac);
            return "#!ipxe\nsleep 1\nchain script\n";
        }
        String now = released.contains(mac) && !stage.getOrDefault(nonce, "").equals("wait")
                ? "wipe"
                : stage.computeIfAbsent(nonce, _ -> "inspect");
        return switch (now) {
            case "disk" -> "#!ipxe\nsanboot --no-describe --drive 0x80 || exit\n";
            case "wait" -> "#!ipxe\nsleep 1\nchain ${net0/mac}/script\n";
            default -> """
                    #!ipxe
                    kernel %1$s/boot/files/vmlinuz skerry.action=%2$s skerry.nonce=%3$s skerry.provisioner=%1$s \
                    skerry.seed=%4$s/nodes/%3$s/ skerry.ca-sha256=%5$s
                    initrd %1$s/boot/files/initrd
                    boot
                    """.formatted(provisionerUrl(), now, nonce, installerUrl(), pin);
        };
    }

    private void node(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            String nonce = path[2];
            byte[] body = exchange.getRequestBody().readAllBytes();
            int number = macs.stream().map(TestDoors::nonceOf).toList().indexOf(nonce);
            switch (path[3]) {
                case "meta-data" ->
                    answer(exchange, 200, "instance-id: " + nonce + "\nlocal-hostname: node-" + number + "\n");
                case "user-data" -> answer(exchange, 200, userData(nonce, number));
                case "vendor-data" -> answer(exchange, 200, "");
                case "claim" -> {
                    if (number > 0 && apiEndpoint.isEmpty()) {
                        exchange.getResponseHeaders().set("Retry-After", "1");
                        answer(exchange, 503, "");
                    } else {
                        heard.add("claim " + nonce);
                        boolean first = claimed.add(nonce);
                        answer(exchange, first ? 200 : 409, first ? join(number) : "");
                    }
                }
                case "joined" -> {
                    JsonNode joined = JSON.readTree(body);
                    if (number == 0) {
                        apiEndpoint = "https://" + joined.path("address").asString("") + ":6443";
                    }
                    heard.add("joined " + joined.path("nodeName").asString(""));
                    answer(exchange, 202, "");
                }
                default -> answer(exchange, 404, "");
            }
        }
    }

    private String userData(String nonce, int number) {
        var node = JSON.createObjectNode()
                .put("clusterId", CLUSTER)
                .put("nodeName", "node-" + number)
                .put("role", number == 0 ? "FIRST_SERVER" : "AGENT")
                .put("nonce", nonce)
                .put("claimUrl", installerUrl() + "/nodes/" + nonce + "/claim")
                .put("joinedUrl", installerUrl() + "/nodes/" + nonce + "/joined")
                .put("apiEndpoint", "");
        return """
                #cloud-config
                write_files:
                  - path: /etc/skerry/node.json
                    content: '%s'
                phone_home:
                  url: %s/boot/attempts/%s/phone-home
                  post: all
                """.formatted(node, provisionerUrl(), nonce);
    }

    private String join(int number) {
        var answer = JSON.createObjectNode();
        String hash;
        try {
            hash = HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(CLUSTER_CA.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        if (number > 0) {
            return answer.put("role", "AGENT")
                    .put("token", "K10" + hash + "::node:" + agentSecret)
                    .put("serverUrl", apiEndpoint)
                    .toString();
        }
        answer.put("role", "FIRST_SERVER")
                .put("token", "K10" + hash + "::server:servers")
                .put("agentToken", "agents");
        answer.put("serverUrl", "");
        answer.putArray("files")
                .addObject()
                .put("path", "/var/lib/rancher/k3s/server/tls/server-ca.crt")
                .put("mode", "0644")
                .put("content", CLUSTER_CA);
        answer.putObject("agent")
                .put("clusterId", CLUSTER)
                .put("feedUrl", agents.toString())
                .put("enrolmentUrl", agents + "/clusters/" + CLUSTER + "/enrolment")
                .put("token", "once")
                .put("ca", authority.pem());
        return answer.toString();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        provisioner.stop(0);
        installer.stop(0);
        executor.shutdownNow();
    }
}
