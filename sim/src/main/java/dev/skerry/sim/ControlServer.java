package dev.skerry.sim;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skerry.sim.bmc.RedfishService;
import dev.skerry.sim.cluster.Clusters;
import dev.skerry.sim.dns.DnsAsker;
import dev.skerry.sim.machine.Machine;
import dev.skerry.sim.net.HttpAnswers;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where a demonstration or a test looks at the simulated world and plays failures. */
final class ControlServer implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern AGENT = Pattern.compile("/agents/([^/]+)/(stop|start)");

    private final HttpServer server;
    private final int sites;
    private final Collection<Machine> machines;
    private final Map<String, Machine> byName = new HashMap<>();
    private final Clusters clusters;
    private final RedfishService redfish;
    private final DnsAsker asker;
    private final Supplier<JsonNode> faults;

    /**
     * @param server not started yet
     * @param faults those that the world has had so far
     */
    ControlServer(
            HttpServer server,
            int sites,
            Collection<Machine> machines,
            Clusters clusters,
            RedfishService redfish,
            DnsAsker asker,
            Supplier<JsonNode> faults) {
        this.server = server;
        this.sites = sites;
        this.machines = machines;
        this.clusters = clusters;
        this.redfish = redfish;
        this.asker = asker;
        this.faults = faults;
        for (var machine : machines) {
            byName.put(machine.spec().name(), machine);
            byName.put(machine.spec().mac(), machine);
        }
        server.createContext("/", HttpAnswers.guarded(this::handle));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException, InterruptedException {
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        var agent = AGENT.matcher(exchange.getRequestURI().getRawPath());
        try {
            switch (call) {
                case "GET /status" -> HttpAnswers.json(exchange, 200, status());
                case "GET /machines" -> HttpAnswers.json(exchange, 200, machines());
                case "GET /faults" -> HttpAnswers.json(exchange, 200, faults.get());
                case "POST /ask-dns" -> HttpAnswers.json(exchange, 200, askDns(body(exchange)));
                case "POST /power" -> power(exchange, body(exchange));
                default -> {
                    if (agent.matches() && exchange.getRequestMethod().equals("POST")) {
                        String id = URLDecoder.decode(agent.group(1), StandardCharsets.UTF_8);
                        boolean known =
                                agent.group(2).equals("stop") ? clusters.stopAgent(id) : clusters.startAgent(id);
                        answer(exchange, known ? 200 : 404, known ? "done" : "there is no cluster " + id);
                    } else {
                        answer(exchange, 404, "there is no " + call);
                    }
                }
            }
        } catch (JacksonException e) {
            answer(exchange, 400, "the body is not JSON");
        }
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
    }

    private static void answer(HttpExchange exchange, int status, String message) throws IOException {
        HttpAnswers.json(exchange, status, JSON.createObjectNode().put("message", message));
    }

    private void power(HttpExchange exchange, JsonNode body) throws IOException {
        var machine = byName.get(body.path("machine").asString(""));
        if (machine == null) {
            answer(exchange, 404, "there is no machine " + body.path("machine").asString(""));
            return;
        }
        switch (body.path("action").asString("").toLowerCase(Locale.ROOT)) {
            case "on" -> machine.powerOn();
            case "off" -> machine.powerOff();
            case "restart" -> machine.reset();
            default -> {
                answer(exchange, 400, "action must be on, off or restart");
                return;
            }
        }
        answer(exchange, 200, machine.isOn() ? "on" : "off");
    }

    private JsonNode askDns(JsonNode body) throws InterruptedException {
        var names = new ArrayList<String>();
        body.path("names").valueStream().map(name -> name.asString("")).forEach(names::add);
        if (names.isEmpty()) {
            names.addAll(asker.knownNames());
        }
        var apps = new HashMap<String, String>();
        body.path("apps").forEachEntry((name, app) -> apps.put(name, app.asString("")));
        List<DnsAsker.Checked> answers = asker.ask(names, apps);
        var answer = JSON.createObjectNode();
        answer.put("asked", answers.size());
        answer.put("correct", answers.stream().filter(DnsAsker.Checked::ok).count());
        answer.set("answers", JSON.<JsonNode>valueToTree(answers));
        return answer;
    }

    private JsonNode machines() {
        var list = JSON.createArrayNode();
        for (var machine : machines) {
            list.addObject()
                    .put("name", machine.spec().name())
                    .put("mac", machine.spec().mac())
                    .put("site", machine.spec().site())
                    .put("on", machine.isOn())
                    .put("installed", machine.isInstalled())
                    .put("joined", machine.isJoined())
                    .put("activity", machine.activity());
        }
        return list;
    }

    private JsonNode status() {
        var status = JSON.createObjectNode();
        status.put("sites", sites);
        status.putObject("machines")
                .put("total", machines.size())
                .put("on", machines.stream().filter(Machine::isOn).count())
                .put("installed", machines.stream().filter(Machine::isInstalled).count())
                .put("joined", machines.stream().filter(Machine::isJoined).count());
        var views = clusters.views();
        status.putObject("agents")
                .put(
                        "running",
                        views.stream().filter(view -> view.agent().isPresent()).count())
                .put(
                        "connected",
                        views.stream().filter(ControlServer::isConnected).count());
        status.putObject("bmc").put("commands", redfish.commands()).put("overlaps", redfish.overlaps());
        var list = status.putObject("clusters");
        views.forEach(view -> describe(view, list.putObject(view.clusterId())));
        var troubles = status.putArray("troubles");
        machines.stream()
                .filter(machine -> machine.activity().matches("(?s).*(fail|crash|no network).*"))
                .limit(20)
                .forEach(machine -> troubles.add(machine.spec().name() + ": " + machine.activity()));
        return status;
    }

    private static boolean isConnected(Clusters.View view) {
        return view.agent().filter(agent -> agent.connected()).isPresent();
    }

    private static void describe(Clusters.View view, ObjectNode into) {
        into.put("site", view.site());
        into.put("running", view.observation().isPresent());
        view.observation().ifPresent(observation -> {
            into.put("nodesReady", observation.nodesReady());
            observation.addresses().forEach(into.putArray("addresses")::add);
            var apps = into.putObject("apps");
            observation
                    .apps()
                    .forEach((app, state) -> apps.putObject(app)
                            .put("revision", state.revision())
                            .put("phase", state.phase().name())
                            .put("readyReplicas", state.readyReplicas())
                            .put("message", state.message()));
        });
        view.agent()
                .ifPresent(agent -> into.putObject("agent")
                        .put("enrolled", agent.enrolled())
                        .put("connected", agent.connected())
                        .put("generation", agent.generation())
                        .put("applied", agent.applied())
                        .put("lastSequence", agent.lastSequence())
                        .put("trouble", agent.trouble()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
