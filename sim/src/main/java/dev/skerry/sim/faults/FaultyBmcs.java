package dev.skerry.sim.faults;

import com.sun.net.httpserver.HttpExchange;
import dev.skerry.sim.faults.MachineFaults.Bmc;
import dev.skerry.sim.net.HttpAnswers;
import dev.skerry.sim.world.MachineSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Power controllers that misbehave. Each has one way of its own, some times, and then works as it should. */
public final class FaultyBmcs {

    /** Longer than anybody waits for an answer. */
    private static final long HANG_MILLIS = 20_000;

    private static final int PROMISED_BYTES = 4096;
    private static final int[] STATUSES = {500, 502, 503};

    private final Map<String, Controller> byName = new HashMap<>();
    private final SiteLinks links;
    private final FaultCount count;

    private record Controller(Bmc faults, AtomicInteger requests) {

        /** Whether this request, of those that this kind of fault concerns, has the fault. */
        boolean strikes(Fault kind) {
            if (faults.kind() != kind) {
                return false;
            }
            int request = requests.getAndIncrement();
            return request >= faults.after() && request - faults.after() < faults.times();
        }
    }

    FaultyBmcs(FaultPlan plan, SiteLinks links, FaultCount count) {
        this.links = links;
        this.count = count;
        plan.machines()
                .forEach((name, faults) ->
                        faults.bmc().ifPresent(bmc -> byName.put(name, new Controller(bmc, new AtomicInteger()))));
    }

    /**
     * Before a request is looked at.
     *
     * @return whether it was answered with an error
     * @throws IOException when it is to remain without an answer
     */
    public boolean spoils(MachineSpec machine, HttpExchange exchange) throws IOException, InterruptedException {
        links.cross(machine.site());
        if (strikes(machine, Fault.BMC_HANG)) {
            Thread.sleep(HANG_MILLIS);
            throw new IOException("the power controller hangs");
        }
        if (strikes(machine, Fault.BMC_ERROR)) {
            HttpAnswers.empty(exchange, STATUSES[(int) (count.of(Fault.BMC_ERROR) % STATUSES.length)]);
            return true;
        }
        return false;
    }

    /** The power state as the controller tells it. */
    public boolean toldPower(MachineSpec machine, boolean on) {
        return strikes(machine, Fault.BMC_LIE) != on;
    }

    /** When a request is carried out. @throws IOException when the answer is broken off */
    public void breakOff(MachineSpec machine, HttpExchange exchange) throws IOException {
        if (strikes(machine, Fault.BMC_DROP)) {
            exchange.sendResponseHeaders(200, PROMISED_BYTES);
            exchange.getResponseBody().write("{\"@odata.id\":\"/redf".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            throw new IOException("the power controller breaks its answer off");
        }
    }

    /** Whether the next TLS handshake is broken off. */
    boolean breaksHandshake(String machine) {
        var controller = byName.get(machine);
        return controller != null && counted(controller.strikes(Fault.TLS_DROP), Fault.TLS_DROP);
    }

    private boolean strikes(MachineSpec machine, Fault kind) {
        var controller = byName.get(machine.name());
        return controller != null && counted(controller.strikes(kind), kind);
    }

    private boolean counted(boolean now, Fault kind) {
        if (now) {
            count.struck(kind);
        }
        return now;
    }
}
