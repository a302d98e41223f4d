package dev.skerry.sim.faults;

import com.sun.net.httpserver.HttpsServer;
import dev.skerry.agent.time.Timing;
import dev.skerry.sim.cluster.Mishaps;
import dev.skerry.sim.net.Calls;
import dev.skerry.sim.world.MachineSpec;
import dev.skerry.sim.world.World;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The faults of a world at work, for those whom they strike. */
public final class Faults implements AutoCloseable {

    private final FaultPlan plan;
    private final World world;
    private final FaultCount count = new FaultCount();
    private final SiteLinks links;
    private final FaultyBmcs bmcs;
    private final FaultyAgents agents;

    /** Faults come as planned from now on. */
    public Faults(FaultPlan plan, World world, Timing timing) {
        this.plan = plan;
        this.world = world;
        links = new SiteLinks(plan, timing, count);
        bmcs = new FaultyBmcs(plan, links, count);
        agents = new FaultyAgents(plan, world, links, timing, count);
    }

    /** A machine's calls, with its faults upon them. */
    public Calls calls(MachineSpec machine, Calls usual) {
        var faults = plan.ofMachine(machine.name());
        return faults.isNone() && !links.isEverCut(machine.site())
                ? usual
                : usual.over(new MachineWay(machine.site(), faults, links, count));
    }

    public FaultyBmcs bmcs() {
        return bmcs;
    }

    /** Doors for the power controllers whose TLS breaks. @param serve has the Redfish service answer at a server */
    public TlsDoors tlsDoors(Executor executor, Consumer<HttpsServer> serve) throws IOException {
        return new TlsDoors(plan, bmcs, executor, serve);
    }

    public Mishaps agents() {
        return agents;
    }

    /** Whether packets get to a site now. */
    public boolean reach(String site) {
        return !links.isCut(site);
    }

    /** Injected faults by kind, the machines that die, those with a bad power controller, and how many faults are still to come or to end. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        var injected = json.putObject("injected");
        for (var fault : Fault.values()) {
            injected.put(fault.title(), count.of(fault));
        }
        json.put("pending", count.pending());
        var dead = json.putArray("dead");
        var bad = json.putArray("badBmcs");
        for (var machine : world.machines()) {
            var faults = plan.ofMachine(machine.name());
            faults.death().ifPresent(death -> struck(dead, machine).put("death", death.name()));
            faults.bmc()
                    .filter(MachineFaults.Bmc::isForGood)
                    .ifPresent(
                            bmc -> struck(bad, machine).put("kind", bmc.kind().title()));
        }
        return json;
    }

    private static ObjectNode struck(ArrayNode list, MachineSpec machine) {
        return list.addObject()
                .put("name", machine.name())
                .put("mac", machine.mac())
                .put("site", machine.site());
    }

    @Override
    public void close() {
        agents.close();
    }
}
