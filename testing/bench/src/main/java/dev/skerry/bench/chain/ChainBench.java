package dev.skerry.bench.chain;

import dev.skerry.bench.Measured;
import dev.skerry.cli.Console;
import dev.skerry.cli.FleetStart;
import dev.skerry.cli.output.Table;
import dev.skerry.cli.output.Trees;
import dev.skerry.local.Endpoints;
import dev.skerry.local.LocalFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The whole chain, and beside it a bare loop on the same broker. */
public final class ChainBench {

    private ChainBench() {}

    /**
     * What was found.
     *
     * @param events records in the catalogue's topics
     * @param chain of them a second
     * @param bare records a second of the bare loop with as many records in flight as there are machines
     * @param batch records a second of the bare loop with all records there at the beginning
     * @param bytes of an average record
     * @param seconds from announcement to answer, ascending
     */
    private record Result(
            int machines, int events, double chain, double bare, double batch, int bytes, List<Double> seconds)
            implements Measured {

        @Override
        public ObjectNode json() {
            ObjectNode json = Trees.JSON.createObjectNode();
            json.put("machines", machines);
            json.put("events", events);
            json.put("chainEventsPerSecond", Math.round(chain));
            json.put("bareEventsPerSecond", Math.round(bare));
            json.put("ratio", Math.round(chain / bare * 1000) / 1000.0);
            json.putObject("announceToAnswerSeconds").put("p50", percentile(50)).put("p99", percentile(99));
            return json;
        }

        @Override
        public List<String> lines() {
            return new Table("WHAT", "VALUE")
                    .row("machines", String.valueOf(machines))
                    .row("events, of %d bytes".formatted(bytes), String.valueOf(events))
                    .row("chain, events/s", text("%.0f", chain))
                    .row("bare loop, as many in flight as machines, events/s", text("%.0f", bare))
                    .row("ratio", text("%.3f", chain / bare))
                    .row("bare loop, all there at once, events/s", text("%.0f", batch))
                    .row("ratio", text("%.3f", chain / batch))
                    .row("announcement to DNS answer, p50, s", text("%.2f", percentile(50)))
                    .row("announcement to DNS answer, p99, s", text("%.2f", percentile(99)))
                    .lines();
        }

        /** The nearest rank. */
        private double percentile(int percent) {
            int rank = (int) Math.ceil(percent / 100.0 * seconds.size());
            return Math.round(seconds.get(Math.max(0, rank - 1)) * 100) / 100.0;
        }

        private static String text(String format, double value) {
            return String.format(Locale.ROOT, format, value);
        }
    }

    /**
     * Runs both on a fresh fleet.
     *
     * @param state the fleet's folder, which is wiped
     * @param limit how long the chain may take
     */
    public static Measured run(Console console, Path state, int sites, int machines, Duration limit)
            throws IOException, InterruptedException {
        LocalFleet.wipe(state);
        LocalFleet.Started started = FleetStart.start(console, state, Map.of());
        try (LocalFleet fleet = started.fleet()) {
            Endpoints endpoints = started.endpoints();
            ChainRun.Result chain =
                    new ChainRun(console, endpoints, state.resolve("sim"), sites, machines, limit).run();
            int events = chain.traffic().events();
            double perSecond = events / (chain.took().toMillis() / 1000.0);
            Shape shape = chain.traffic().shape();
            console.say(String.format(
                    Locale.ROOT,
                    "chain: %d events of %d bytes in %.1f s",
                    events,
                    shape.size(),
                    chain.took().toMillis() / 1000.0));
            Path streams = state.resolve("bare-loop");
            int hops = Math.max(2, Math.round((float) events / machines));
            double bare =
                    new BareLoop(endpoints.broker(), streams, "bench.hops", shape, machines, hops).recordsPerSecond();
            console.say(String.format(Locale.ROOT, "bare loop, %d records, %d hops: %.0f/s", machines, hops, bare));
            double batch =
                    new BareLoop(endpoints.broker(), streams, "bench.batch", shape, events, 1).recordsPerSecond();
            console.say(String.format(Locale.ROOT, "bare loop, %d records, 1 hop: %.0f/s", events, batch));
            List<Double> seconds = seconds(chain);
            return new Result(machines, events, perSecond, bare, batch, shape.size(), seconds);
        }
    }

    /** From a machine's announcement until it is active and DNS answers with its cluster. */
    private static List<Double> seconds(ChainRun.Result chain) throws IOException {
        List<Double> seconds = chain.traffic().machines().stream()
                .filter(machine -> chain.answered().containsKey(machine.cluster()))
                .map(machine -> {
                    Instant answered = chain.answered().getOrDefault(machine.cluster(), machine.active());
                    Instant last = answered.isAfter(machine.active()) ? answered : machine.active();
                    return Duration.between(machine.announced(), last).toMillis() / 1000.0;
                })
                .sorted()
                .toList();
        if (seconds.isEmpty()) {
            throw new IOException("no machine's chain was seen from its announcement to an answer");
        }
        return seconds;
    }
}
