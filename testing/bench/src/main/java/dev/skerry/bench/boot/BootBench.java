package dev.skerry.bench.boot;

import dev.skerry.bench.Measured;
import dev.skerry.catalogue.Topics;
import dev.skerry.cli.Console;
import dev.skerry.cli.FleetStart;
import dev.skerry.cli.output.Table;
import dev.skerry.cli.output.Trees;
import dev.skerry.local.Endpoints;
import dev.skerry.local.LocalFleet;
import dev.skerry.provisioner.ProvisionerApplication;
import dev.skerry.registry.Registrar;
import dev.skerry.registry.RegistryClient;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.ReadModel;
import dev.skerry.runtime.ReadModels;
import dev.skerry.runtime.TopicCreator;
import dev.skerry.schemas.inventory.SiteState;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.node.ObjectNode;

/** Boot scripts a second, and beside them a constant of the same server, turn and turn about. */
public final class BootBench {

    private static final String PREFIX = "bench.";
    private static final int ROUNDS = 7;
    private static final double ROUND_SECONDS = 3;
    private static final double WARM_UP_SECONDS = 10;
    private static final int READ_LIMIT_SECONDS = 120;

    private BootBench() {}

    /**
     * What was found.
     *
     * @param scripts a second, the median of the rounds
     * @param constant answers a second, the median of the rounds
     * @param ratio the median of the rounds' ratios
     * @param nanos of all scripts of all rounds, ascending
     */
    private record Result(int machines, double scripts, double constant, double ratio, long[] nanos)
            implements Measured {

        @Override
        public ObjectNode json() {
            ObjectNode json = Trees.JSON.createObjectNode();
            json.put("machines", machines);
            json.put("scriptsPerSecond", Math.round(scripts));
            json.put("constantPerSecond", Math.round(constant));
            json.put("ratio", Math.round(ratio * 1000) / 1000.0);
            json.putObject("scriptMillis").put("p50", millis(50)).put("p99", millis(99));
            return json;
        }

        @Override
        public List<String> lines() {
            return new Table("WHAT", "VALUE")
                    .row("known machines", String.valueOf(machines))
                    .row("scripts/s", String.format(Locale.ROOT, "%.0f", scripts))
                    .row("constant/s", String.format(Locale.ROOT, "%.0f", constant))
                    .row("ratio", String.format(Locale.ROOT, "%.3f", ratio))
                    .row("script, p50, ms", String.valueOf(millis(50)))
                    .row("script, p99, ms", String.valueOf(millis(99)))
                    .lines();
        }

        /** The nearest rank. */
        private double millis(int percent) {
            int rank = (int) Math.ceil(percent / 100.0 * nanos.length);
            return Math.round(nanos[Math.max(0, rank - 1)] / 1e4) / 100.0;
        }
    }

    /**
     * Runs it with a fresh broker and registry.
     *
     * @param state where they keep what they keep; wiped
     * @param machines how many are known
     */
    public static Measured run(Console console, Path state, int machines) throws IOException, InterruptedException {
        LocalFleet.wipe(state);
        LocalFleet.Started started = FleetStart.start(console, state, Map.of());
        try (LocalFleet fleet = started.fleet()) {
            Endpoints endpoints = started.endpoints();
            Registrar.register(new RegistryClient(endpoints.registry()), PREFIX);
            TopicCreator.create(endpoints.broker(), PREFIX);
            try (ConfigurableApplicationContext provisioner = start(endpoints, state.resolve("provisioner"))) {
                makeKnown(console, provisioner, machines);
                int port = provisioner.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
                return measure(console, new Caller(port), machines);
            }
        }
    }

    /** A provisioner that shares the fleet's broker and registry, and nothing else. */
    private static ConfigurableApplicationContext start(Endpoints endpoints, Path state) {
        return new SpringApplicationBuilder(ProvisionerApplication.class, Constant.class)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run(
                        "--spring.config.name=" + ProvisionerApplication.NAME,
                        "--server.port=0",
                        "--skerry.local-mode=true",
                        "--skerry.bootstrap-servers=" + endpoints.broker(),
                        "--skerry.registry-url=" + endpoints.registry(),
                        "--skerry.topic-prefix=" + PREFIX,
                        "--skerry.state-dir=" + state,
                        "--skerry.secrets-dir=" + endpoints.secrets(),
                        "--skerry.limits.client-rate=1000000",
                        "--skerry.limits.rate=1000000",
                        "--skerry.provisioner.public-url=" + endpoints.provisioner(),
                        "--skerry.provisioner.installer-url=" + endpoints.installer());
    }

    private static void makeKnown(Console console, ConfigurableApplicationContext provisioner, int machines)
            throws IOException, InterruptedException {
        ReadModels models = provisioner.getBean(ReadModels.class);
        ReadModel<ProvisioningState> known = models.of(Topics.PROVISIONING_STATE, ProvisioningState.class);
        ReadModel<SiteState> sites = models.of(Topics.SITE_STATE, SiteState.class);
        Machines.publish(provisioner.getBean(EventPublisher.class), machines);
        long limit = System.nanoTime() + READ_LIMIT_SECONDS * 1_000_000_000L;
        while (known.all().size() < machines || sites.all().isEmpty()) {
            if (System.nanoTime() - limit > 0) {
                throw new IOException("the door knows %d of %d machines after %d s"
                        .formatted(known.all().size(), machines, READ_LIMIT_SECONDS));
            }
            Thread.sleep(50);
        }
        console.say(machines + " machines are known");
    }

    /** Each machine has asked once before the clock starts, and code is compiled. */
    private static Measured measure(Console console, Caller caller, int machines)
            throws IOException, InterruptedException {
        caller.ask(WARM_UP_SECONDS, _ -> () -> Constant.PATH);
        caller.askEach(machines, Machines::path);
        caller.ask(WARM_UP_SECONDS, connection -> scripts(connection, machines));
        List<Double> scripts = new ArrayList<>();
        List<Double> constant = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<long[]> nanos = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double plain = caller.ask(ROUND_SECONDS, _ -> () -> Constant.PATH).perSecond();
            int seed = round;
            Caller.Answers answers =
                    caller.ask(ROUND_SECONDS, connection -> scripts(1_000 * (seed + 1) + connection, machines));
            constant.add(plain);
            scripts.add(answers.perSecond());
            ratios.add(answers.perSecond() / plain);
            nanos.add(answers.nanos());
            console.say(String.format(
                    Locale.ROOT, "round %d: %.0f scripts/s, constant %.0f/s", round + 1, answers.perSecond(), plain));
        }
        long[] all = nanos.stream().flatMapToLong(LongStream::of).sorted().toArray();
        return new Result(machines, median(scripts), median(constant), median(ratios), all);
    }

    private static Caller.Questions scripts(int seed, int machines) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> Machines.path(random.nextInt(machines));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
