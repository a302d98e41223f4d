package dev.skerry.sim;

import com.sun.net.httpserver.HttpServer;
import dev.skerry.agent.AgentHost;
import dev.skerry.agent.time.SystemTiming;
import dev.skerry.sim.bmc.RedfishService;
import dev.skerry.sim.bmc.WakeOnLan;
import dev.skerry.sim.cluster.Clusters;
import dev.skerry.sim.dns.DnsAsker;
import dev.skerry.sim.faults.FaultPlan;
import dev.skerry.sim.faults.Faults;
import dev.skerry.sim.faults.TlsDoors;
import dev.skerry.sim.ledger.Ledger;
import dev.skerry.sim.machine.Machine;
import dev.skerry.sim.machine.Surroundings;
import dev.skerry.sim.net.Calls;
import dev.skerry.sim.net.Pace;
import dev.skerry.sim.world.Documents;
import dev.skerry.sim.world.Spare;
import dev.skerry.sim.world.World;
import dev.skerry.sim.world.WorldGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The simulated world, put together and running. */
final class Simulator implements AutoCloseable {

    static final String BMC_USERNAME = "admin";
    static final String BMC_PASSWORD = "skerry-sim";
    private static final int CALLS_AT_ONCE = 200;
    private static final int BACKLOG = 1024;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final SystemTiming timing = new SystemTiming();
    private final Calls calls = new Calls(executor, CALLS_AT_ONCE);
    private final Faults faults;
    private final TlsDoors tlsDoors;
    private final Optional<Path> secretsToInstall;
    private final Ledger ledger;
    private final List<Machine> machines;
    private final RedfishService redfish;
    private final WakeOnLan wakeOnLan;
    private final ControlServer control;

    private static FaultPlan plan(Options options, World world, Documents documents) {
        if (options.faults().isPresent()) {
            return FaultPlan.of(options.faults().getAsLong(), world, Spare.of(documents));
        }
        return options.badBmcs() > 0
                ? FaultPlan.badBmcs(options.seed(), options.badBmcs(), world, Spare.of(documents))
                : FaultPlan.NONE;
    }

    /**
     * Starts everything; machines that were on go on.
     *
     * @throws IllegalArgumentException when the world cannot be simulated
     */
    Simulator(Options options) throws IOException {
        var documents = options.samples().isPresent()
                ? Documents.read(options.samples().get())
                : new WorldGenerator(options.sites(), options.machines(), options.seed(), options.isFaulty())
                        .generate();
        var world = World.of(documents, options.seed());
        var plan = plan(options, world, documents);
        faults = new Faults(plan, world, timing);
        var pace = new Pace(options.seed(), options.pace());
        ledger = Ledger.at(options.state().resolve("ledger.jsonl"));
        var clusters = new Clusters(new AgentHost(timing, executor, new Random()), pace, faults.agents(), ledger);
        var threads = Thread.ofVirtual().name("machine-", 0).factory();
        machines = world.machines().stream()
                .map(spec -> new Machine(
                        spec,
                        new Surroundings(
                                options.provisioner(), faults.calls(spec, calls), pace, clusters, threads, ledger),
                        options.state().resolve("machines").resolve(spec.name())))
                .toList();
        Map<String, Machine> byName = new HashMap<>();
        Map<String, Machine> byMac = new HashMap<>();
        for (var machine : machines) {
            byName.put(machine.spec().name(), machine);
            byMac.put(machine.spec().mac(), machine);
        }
        redfish = new RedfishService(
                bind(options.listen(), options.bmcPort(), true),
                byName,
                pace,
                faults.bmcs(),
                ledger,
                BMC_USERNAME,
                BMC_PASSWORD);
        wakeOnLan = new WakeOnLan(
                options.listen(),
                options.wakeOnLanPort(),
                byMac,
                machine -> faults.reach(machine.spec().site()),
                ledger);
        var asker = new DnsAsker(world, clusters, options.dns(), options.zone(), executor, ledger);
        control = new ControlServer(
                bind(options.listen(), options.controlPort(), false),
                world.sites().size(),
                machines,
                clusters,
                redfish,
                asker,
                () -> faults.json()
                        .put("seed", options.faults().orElse(options.seed()))
                        .put("retries", pace.retries()));
        tlsDoors = faults.tlsDoors(executor, redfish::serve);
        secretsToInstall = tlsDoors.writeSecrets(options.state().resolve("secrets"), BMC_USERNAME, BMC_PASSWORD)
                ? Optional.of(options.state().resolve("secrets"))
                : Optional.empty();
        documents.write(options.emit(), options.host(), redfish.port(), tlsDoors::port, TlsDoors.CREDENTIALS);
        machines.forEach(Machine::resume);
    }

    private HttpServer bind(InetAddress address, int port, boolean orAnother) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        } catch (BindException busy) {
            if (!orAnother) {
                throw busy;
            }
            server = HttpServer.create(new InetSocketAddress(address, 0), BACKLOG);
        }
        server.setExecutor(executor);
        return server;
    }

    int controlPort() {
        return control.port();
    }

    int bmcPort() {
        return redfish.port();
    }

    /** A folder whose content belongs into the fleet's secrets, so that it reaches every BMC; empty when it does without. */
    Optional<Path> secretsToInstall() {
        return secretsToInstall;
    }

    int wakeOnLanPort() {
        return wakeOnLan.port();
    }

    /** Stops everything as if the world stood still; what is on disk is what a later run resumes. */
    @Override
    public void close() {
        control.close();
        redfish.close();
        wakeOnLan.close();
        machines.forEach(Machine::freeze);
        faults.close();
        try {
            tlsDoors.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        calls.close();
        timing.close();
        executor.shutdownNow();
    }
}
