package dev.skerry.provisioner.effect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A power controller with one system, over HTTP or HTTPS. It takes a few readings until a reset shows. */
final class RedfishPeer implements AutoCloseable {

    private static final String SYSTEM = "/redfish/v1/Systems/one";
    private static final String ROOT = "/redfish/v1/";
    private static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
    private static final String MANAGER = "/redfish/v1/Managers/bmc";
    private static final String DRIVE = MANAGER + "/VirtualMedia/2";
    private static final String TOKEN = "token-1";
    private static final JsonMapper JSON = JsonMapper.shared();

    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile String power = "Off";
    volatile String override = "Disabled/None";
    volatile List<String> resetTypes = List.of("On", "ForceOff", "ForceRestart");
    volatile String resetTarget = SYSTEM + "/Actions/ComputerSystem.Reset";
    volatile boolean needsEtag;
    /** Takes no Basic authentication. */
    volatile boolean sessions;

    /** How many readings tell that the power is on, whatever it is. */
    volatile int lies;

    /** What is in the drive; empty: nothing. */
    volatile String image = "";

    /** Whether the virtual media are the system's, as of late, or its manager's. */
    volatile boolean ownMedia;

    /** What the drive for CDs is for. */
    volatile List<String> mediaTypes = List.of("CD", "DVD");

    volatile boolean never;
    volatile int readingsUntilDone = 2;
    /** Other resources by their paths. */
    final Map<String, String> resources = new ConcurrentHashMap<>();

    /** How often it was asked for anything. */
    final AtomicInteger asked = new AtomicInteger();

    /** Statuses that are answered before anything else is looked at. */
    final Deque<Integer> faults = new ArrayDeque<>();

    private final HttpServer server;
    private final String scheme;
    private int version = 1;
    private int readingsLeft;
    private @Nullable String pending;

    RedfishPeer() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http");
    }

    RedfishPeer(SSLContext tls) throws IOException {
        this(secured(tls), "https");
    }

    private RedfishPeer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private static HttpServer secured(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    String address() {
        return service() + SYSTEM;
    }

    String service() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void open(HttpExchange exchange, JsonNode body) throws IOException {
        calls.add("POST " + SESSIONS);
        if (!body.path("UserName").asString("").equals("admin")
                || !body.path("Password").asString("").equals("secret")) {
            send(exchange, 401, "");
            return;
        }
        exchange.getResponseHeaders().set("X-Auth-Token", TOKEN);
        exchange.getResponseHeaders().set("Location", SESSIONS + "/1");
        send(exchange, 201, "{}");
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.incrementAndGet();
            if (call.equals("GET " + ROOT) && resources.containsKey(ROOT)) {
                if (exchange.getRequestHeaders().containsKey("Authorization")) {
                    calls.add("credentials at the root");
                }
                send(exchange, 200, resources.get(ROOT));
                return;
            }
            Integer fault = faults.poll();
            if (fault != null) {
                calls.add(call + " " + fault);
                send(exchange, fault, "");
                return;
            }
            if (sessions) {
                if (call.equals("POST " + SESSIONS)) {
                    open(exchange, JSON.readTree(body));
                    return;
                }
                if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
                    send(exchange, 401, "");
                    return;
                }
                if (call.equals("DELETE " + SESSIONS + "/1")) {
                    calls.add(call);
                    send(exchange, 204, "");
                    return;
                }
            } else if (!("Basic " + Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8)))
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, "");
                return;
            }
            switch (call) {
                case "GET " + SYSTEM -> {
                    advance();
                    exchange.getResponseHeaders().set("ETag", etag());
                    send(exchange, 200, JSON.writeValueAsString(system(lies-- > 0 ? "On" : power)));
                }
                case "PATCH " + SYSTEM -> {
                    calls.add(call);
                    if (needsEtag && !etag().equals(exchange.getRequestHeaders().getFirst("If-Match"))) {
                        send(exchange, 412, "");
                    } else {
                        JsonNode boot = JSON.readTree(body).path("Boot");
                        override = boot.path("BootSourceOverrideEnabled").asString() + "/"
                                + boot.path("BootSourceOverrideTarget").asString()
                                + boot.path("BootSourceOverrideMode").asString("");
                        version++;
                        send(exchange, 200, "{}");
                    }
                }
                case "POST " + SYSTEM + "/Actions/ComputerSystem.Reset" -> {
                    String type = JSON.readTree(body).path("ResetType").asString();
                    calls.add(call + " " + type);
                    if (!resetTypes.isEmpty() && !resetTypes.contains(type)) {
                        send(exchange, 400, "");
                    } else if (type.contains("Restart") && power.equals("Off")) {
                        send(exchange, 409, "");
                    } else {
                        reset(type);
                        send(exchange, 204, "");
                    }
                }
                default -> {
                    String resource = call.startsWith("GET ") ? resources.get(call.substring("GET ".length())) : null;
                    if (resource == null) {
                        media(exchange, call, body);
                    } else {
                        send(exchange, 200, resource);
                    }
                }
            }
        }
    }

    private void media(HttpExchange exchange, String call, String body) throws IOException {
        switch (call) {
            case "GET " + MANAGER ->
                send(exchange, 200, JSON.writeValueAsString(Map.of("VirtualMedia", id(MANAGER + "/VirtualMedia"))));
            case "GET " + MANAGER + "/VirtualMedia", "GET " + SYSTEM + "/VirtualMedia" ->
                send(
                        exchange,
                        200,
                        JSON.writeValueAsString(
                                Map.of("Members", List.of(id(MANAGER + "/VirtualMedia/1"), id(DRIVE)))));
            case "GET " + MANAGER + "/VirtualMedia/1" ->
                send(exchange, 200, JSON.writeValueAsString(drive(List.of("Floppy", "USBStick"), "1")));
            case "GET " + DRIVE -> send(exchange, 200, JSON.writeValueAsString(drive(mediaTypes, "2")));
            case "POST " + DRIVE + "/Insert" -> {
                image = JSON.readTree(body).path("Image").asString();
                calls.add("insert " + image);
                send(exchange, 204, "");
            }
            case "POST " + DRIVE + "/Eject" -> {
                calls.add("eject " + image);
                image = "";
                send(exchange, 204, "");
            }
            default -> send(exchange, 404, "");
        }
    }

    private Map<String, Object> drive(List<String> types, String name) {
        String path = MANAGER + "/VirtualMedia/" + name;
        return Map.of(
                "MediaTypes",
                types,
                "Image",
                image,
                "Inserted",
                !image.isEmpty(),
                "Actions",
                Map.of(
                        "#VirtualMedia.InsertMedia",
                        Map.of("target", path + "/Insert"),
                        "#VirtualMedia.EjectMedia",
                        Map.of("target", path + "/Eject")));
    }

    private static Map<String, Object> id(String path) {
        return Map.of("@odata.id", path);
    }

    private void reset(String type) {
        if (never) {
            return;
        }
        if (type.contains("Restart")) {
            power = "Off";
        }
        pending = type.contains("Off") ? "Off" : "On";
        readingsLeft = readingsUntilDone;
    }

    private void advance() {
        if (pending != null && readingsLeft-- <= 0) {
            power = pending;
            pending = null;
        }
    }

    private Map<String, Object> system(String told) {
        Map<String, Object> reset = resetTypes.isEmpty()
                ? Map.of("target", resetTarget)
                : Map.of("target", resetTarget, "ResetType@Redfish.AllowableValues", resetTypes);
        Map<String, Object> system = new HashMap<>(
                Map.of("@odata.id", SYSTEM, "PowerState", told, "Actions", Map.of("#ComputerSystem.Reset", reset)));
        if (ownMedia) {
            system.put("VirtualMedia", id(SYSTEM + "/VirtualMedia"));
        } else {
            system.put("Links", Map.of("ManagedBy", List.of(id(MANAGER))));
        }
        return system;
    }

    private String etag() {
        return "W/\"" + version + "\"";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
