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

    private final SimControl control;

    FaultsInjected(SimControl control) {
        this.control = control;
    }

    /** MAC addresses of the machines that die; known to the simulator from the beginning. */
    Set<String> dead() throws IOException, InterruptedException {
        return macs("dead");
    }

    /** MAC addresses of the machines whose power controller misbehaves for good. */
    Set<String> badBmcs() throws IOException, InterruptedException {
        return macs("badBmcs");
    }

    private Set<String> macs(String list) throws IOException, InterruptedException {
        Set<String> macs = new TreeSet<>();
        control.faults()
                .path(list)
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
        json.set("seed", told.path("seed"));
        json.set("injected", told.path("injected"));
        json.set("dead", told.path("dead"));
        json.set("badBmcs", told.path("badBmcs"));
        json.putObject("retries")
                .put("power", retries.power())
                .put("powerFailures", retries.powerFailures())
                .put("attempts", retries.attempts())
                .put("machines", told.path("retries").asLong(0));
        return json;
    }
}
