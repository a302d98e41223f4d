package dev.skerry.cli.demo;

import dev.skerry.cli.output.Trees;
import dev.skerry.cli.sim.SimControl;
import dev.skerry.local.RetryCount;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The faults of a demonstration, as the simulator tells them. The fleet knows nothing of them. */
final class FaultsInjected {

    /** A fleet in which machines die must give up sooner than a real one, where a machine may take minutes to start. */
    static final Map<String, String> TIMES = Map.of(
            "skerry.provisioner.inspection", "45s",
            "skerry.provisioner.installation", "30s",
            "skerry.provisioner.wipe", "20s",
            "skerry.provisioner.first-retry", "2s",
            "skerry.provisioner.longest-retry", "10s");

    private final long seed;
    private final SimControl control;

    FaultsInjected(long seed, SimControl control) {
        this.seed = seed;
        this.control = control;
    }

    /** MAC addresses of the machines that die; known to the simulator from the beginning. */
    Set<String> dead() throws IOException, InterruptedException {
        Set<String> macs = new TreeSet<>();
        control.faults()
                .path("dead")
                .forEach(machine -> macs.add(machine.path("mac").asString("")));
        return macs;
    }

    /** Whether none is under way or still to come by itself. */
    boolean areOver() throws IOException, InterruptedException {
        return control.faults().path("pending").asInt(1) == 0;
    }

    ObjectNode json(RetryCount retries) throws IOException, InterruptedException {
        JsonNode told = control.faults();
        ObjectNode json = Trees.JSON.createObjectNode();
        json.put("seed", seed);
        json.set("injected", told.path("injected"));
        json.set("dead", told.path("dead"));
        json.putObject("retries")
                .put("power", retries.power())
                .put("powerFailures", retries.powerFailures())
                .put("attempts", retries.attempts())
                .put("machines", told.path("retries").asLong(0));
        return json;
    }
}
