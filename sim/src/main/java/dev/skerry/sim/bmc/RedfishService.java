package dev.skerry.sim.bmc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skerry.sim.faults.FaultyBmcs;
import dev.skerry.sim.ledger.Ledger;
import dev.skerry.sim.machine.Machine;
import dev.skerry.sim.net.HttpAnswers;
import dev.skerry.sim.net.Pace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The Redfish service (DMTF DSP0266) of all simulated BMCs: one server, one system a machine. Basic authentication. */
public final class RedfishService implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SYSTEMS = "/redfish/v1/Systems";
    private static final Pattern SYSTEM = Pattern.compile(SYSTEMS + "/([^/]+)/?");
    private static final Pattern RESET = Pattern.compile(SYSTEMS + "/([^/]+)/Actions/ComputerSystem\\.Reset/?");
    private static final Pattern NICS = Pattern.compile(SYSTEMS + "/([^/]+)/EthernetInterfaces(/1)?/?");
    private static final List<String> TARGETS = List.of("None", "Pxe", "Hdd");
    private static final List<String> ENABLED = List.of("Disabled", "Once", "Continuous");

    private final HttpServer server;
    private final Map<String, Machine> machines;
    private final Pace pace;
    private final FaultyBmcs faults;
    private final Ledger ledger;
    private final byte[] authorization;
    private final Map<String, AtomicInteger> commandsUnderWay = new ConcurrentHashMap<>();
    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong overlaps = new AtomicLong();

    /**
     * Serves at once.
     *
     * @param server not started yet
     * @param machines by the name of their system
     */
    public RedfishService(
            HttpServer server,
            Map<String, Machine> machines,
            Pace pace,
            FaultyBmcs faults,
            Ledger ledger,
            String username,
            String password) {
        this.server = server;
        this.machines = Map.copyOf(machines);
        this.pace = pace;
        this.faults = faults;
        this.ledger = ledger;
        authorization = ("Basic "
                        + Base64.getEncoder()
                                .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.UTF_8);
        serve(server);
    }

    /** Answers at another server too, which is not started yet. */
    public void serve(HttpServer other) {
        other.createContext("/", HttpAnswers.guarded(this::handle));
        other.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Commands (PATCH and POST) so far. */
    public long commands() {
        return commands.get();
    }

    /** Commands that came while another one was under way on the same BMC, which real ones bear badly. */
    public long overlaps() {
        return overlaps.get();
    }

    private void handle(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        pace.pause(50, 200);
        if (path.matches("/redfish/?")) {
            HttpAnswers.json(exchange, 200, JSON.createObjectNode().put("v1", "/redfish/v1/"));
        } else if (path.matches("/redfish/v1/?")) {
            HttpAnswers.json(exchange, 200, root());
        } else if (!isAuthorized(exchange)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Redfish\"");
            refuse(exchange, 401, "NoValidSession", "Basic authentication is needed.");
        } else if (path.matches(SYSTEMS + "/?")) {
            HttpAnswers.json(exchange, 200, collection());
        } else {
            system(exchange, method, path);
        }
    }

    private void system(HttpExchange exchange, String method, String path) throws IOException, InterruptedException {
        var reset = RESET.matcher(path);
        var system = SYSTEM.matcher(path);
        var nics = NICS.matcher(path);
        String name = reset.matches()
                ? reset.group(1)
                : system.matches() ? system.group(1) : nics.matches() ? nics.group(1) : "";
        var machine = machines.get(name);
        if (machine == null || !machine.spec().hasBmc()) {
            refuse(exchange, 404, "ResourceMissingAtURI", "There is no resource at " + path + ".");
        } else if (faults.spoils(machine.spec(), exchange)) {
            return;
        } else if (reset.matches() && method.equals("POST")) {
            command(exchange, machine, body -> reset(machine, body));
        } else if (system.matches() && method.equals("PATCH")) {
            command(exchange, machine, body -> patch(machine, body));
        } else if (system.matches() && method.equals("GET")) {
            faults.breakOff(machine.spec(), exchange);
            HttpAnswers.json(exchange, 200, describe(machine));
        } else if (nics.matches() && method.equals("GET")) {
            HttpAnswers.json(exchange, 200, nics.group(2) == null ? interfaces(machine) : nic(machine));
        } else {
            refuse(exchange, 405, "OperationNotAllowed", method + " is not allowed at " + path + ".");
        }
    }

    /** Empty when it is done. */
    private interface Command {
        Optional<Refusal> run(JsonNode body) throws InterruptedException;
    }

    private record Refusal(int status, String message, String text) {}

    private void command(HttpExchange exchange, Machine machine, Command command)
            throws IOException, InterruptedException {
        commands.incrementAndGet();
        var underWay = commandsUnderWay.computeIfAbsent(machine.spec().name(), _ -> new AtomicInteger());
        if (underWay.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
        try {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            pace.pause(20, 80);
            var refusal = command.run(body);
            if (refusal.isEmpty()) {
                ledger.powerCommand(machine.spec().name(), told(body), requestId(exchange));
            }
            faults.breakOff(machine.spec(), exchange);
            if (refusal.isPresent()) {
                refuse(
                        exchange,
                        refusal.get().status(),
                        refusal.get().message(),
                        refusal.get().text());
            } else {
                HttpAnswers.empty(exchange, 204);
            }
        } catch (JacksonException e) {
            refuse(exchange, 400, "MalformedJSON", "The request body is not JSON.");
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static String told(JsonNode body) {
        return body.path("ResetType")
                .asString("boot from "
                        + body.path("Boot").path("BootSourceOverrideTarget").asString(""));
    }

    private static String requestId(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Request-Id"))
                .orElse("");
    }

    private Optional<Refusal> reset(Machine machine, JsonNode body) throws InterruptedException {
        String type = body.path("ResetType").asString("");
        switch (type) {
            case "On", "ForceOn" -> machine.powerOn();
            case "ForceOff" -> machine.powerOff();
            case "GracefulShutdown" -> {
                pace.pause(100, 300);
                machine.powerOff();
            }
            case "ForceRestart", "GracefulRestart" -> {
                if (!machine.isOn()) {
                    return Optional.of(
                            new Refusal(409, "ActionNotSupported", "A system that is off cannot be restarted."));
                }
                machine.reset();
            }
            case "PowerCycle" -> {
                machine.powerOff();
                machine.powerOn();
            }
            default -> {
                return Optional.of(new Refusal(
                        400, "ActionParameterValueNotInList", "ResetType is not one of the allowable values: " + type));
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> patch(Machine machine, JsonNode body) {
        var boot = body.path("Boot");
        if (!boot.isObject()) {
            return Optional.of(new Refusal(400, "PropertyMissing", "Only Boot can be changed."));
        }
        String target = boot.path("BootSourceOverrideTarget").asString(machine.bootOverride());
        String enabled = boot.path("BootSourceOverrideEnabled").asString(machine.overrideEnabled());
        if (!TARGETS.contains(target) || !ENABLED.contains(enabled)) {
            return Optional.of(new Refusal(
                    400, "PropertyValueNotInList", "BootSourceOverride: %s, %s".formatted(target, enabled)));
        }
        machine.overrideBoot(target, enabled);
        return Optional.empty();
    }

    private ObjectNode describe(Machine machine) {
        var facts = machine.spec().facts();
        String name = machine.spec().name();
        String id = SYSTEMS + "/" + name;
        var system = JSON.createObjectNode();
        system.put("@odata.type", "#ComputerSystem.v1_20_0.ComputerSystem").put("@odata.id", id);
        system.put("Id", name).put("Name", name).put("SystemType", "Physical");
        system.put("UUID", facts.smbiosUuid()).put("SerialNumber", facts.serial());
        system.put("Manufacturer", facts.manufacturer()).put("Model", facts.model());
        system.put("PowerState", faults.toldPower(machine.spec(), machine.isOn()) ? "On" : "Off");
        system.putObject("Status").put("State", "Enabled").put("Health", "OK");
        system.putObject("ProcessorSummary").put("LogicalProcessorCount", facts.cpuCores());
        system.putObject("MemorySummary").put("TotalSystemMemoryGiB", facts.memoryMiB() / 1024);
        system.putObject("EthernetInterfaces").put("@odata.id", id + "/EthernetInterfaces");
        var boot = system.putObject("Boot");
        boot.put("BootSourceOverrideTarget", machine.bootOverride());
        boot.put("BootSourceOverrideEnabled", machine.overrideEnabled());
        boot.put("BootSourceOverrideMode", "UEFI");
        TARGETS.forEach(boot.putArray("BootSourceOverrideTarget@Redfish.AllowableValues")::add);
        var reset = system.putObject("Actions").putObject("#ComputerSystem.Reset");
        reset.put("target", id + "/Actions/ComputerSystem.Reset");
        var allowable = reset.putArray("ResetType@Redfish.AllowableValues");
        Set.of("On", "ForceOn", "ForceOff", "GracefulShutdown", "ForceRestart", "GracefulRestart", "PowerCycle")
                .stream()
                .sorted()
                .forEach(allowable::add);
        return system;
    }

    private static ObjectNode interfaces(Machine machine) {
        String id = SYSTEMS + "/" + machine.spec().name() + "/EthernetInterfaces";
        var collection = JSON.createObjectNode();
        collection.put("@odata.type", "#EthernetInterfaceCollection.EthernetInterfaceCollection");
        collection.put("@odata.id", id).put("Name", "Interfaces").put("Members@odata.count", 1);
        collection.putArray("Members").addObject().put("@odata.id", id + "/1");
        return collection;
    }

    private static ObjectNode nic(Machine machine) {
        String mac = machine.spec().mac();
        var nic = JSON.createObjectNode();
        nic.put("@odata.type", "#EthernetInterface.v1_9_0.EthernetInterface");
        nic.put("@odata.id", SYSTEMS + "/" + machine.spec().name() + "/EthernetInterfaces/1");
        nic.put("Id", "1").put("Name", "1").put("MACAddress", mac).put("PermanentMACAddress", mac);
        return nic.put("LinkStatus", machine.isOn() ? "LinkUp" : "LinkDown");
    }

    private static ObjectNode root() {
        var root = JSON.createObjectNode();
        root.put("@odata.type", "#ServiceRoot.v1_15_0.ServiceRoot").put("@odata.id", "/redfish/v1/");
        root.put("Id", "RootService").put("Name", "Simulated BMCs").put("RedfishVersion", "1.18.0");
        root.putObject("Systems").put("@odata.id", SYSTEMS);
        return root;
    }

    private ObjectNode collection() {
        var collection = JSON.createObjectNode();
        collection.put("@odata.type", "#ComputerSystemCollection.ComputerSystemCollection");
        collection.put("@odata.id", SYSTEMS).put("Name", "Systems");
        var members = collection.putArray("Members");
        machines.values().stream()
                .filter(machine -> machine.spec().hasBmc())
                .map(machine -> machine.spec().name())
                .sorted()
                .forEach(name -> members.addObject().put("@odata.id", SYSTEMS + "/" + name));
        collection.put("Members@odata.count", members.size());
        return collection;
    }

    private boolean isAuthorized(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null && MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(HttpExchange exchange, int status, String message, String text) throws IOException {
        var answer = JSON.createObjectNode();
        var error = answer.putObject("error");
        error.put("code", "Base.1.18." + message).put("message", text);
        error.putArray("@Message.ExtendedInfo")
                .addObject()
                .put("MessageId", "Base.1.18." + message)
                .put("Message", text);
        HttpAnswers.json(exchange, status, answer);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
