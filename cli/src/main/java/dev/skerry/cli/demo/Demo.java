package dev.skerry.cli.demo;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.FleetStart;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.documents.Applier;
import dev.skerry.cli.documents.Applier.Outcome;
import dev.skerry.cli.documents.Document;
import dev.skerry.cli.documents.DocumentFiles;
import dev.skerry.cli.output.Trees;
import dev.skerry.cli.sim.SimControl;
import dev.skerry.cli.sim.SimProcess;
import dev.skerry.local.Endpoints;
import dev.skerry.local.EventCount;
import dev.skerry.local.LocalFleet;
import dev.skerry.local.RetryCount;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The whole chain on one machine: a fresh fleet, simulated sites beside it, documents applied through the fleet API, every stage waited
 * for, and in the end DNS asked from every site.
 */
public final class Demo {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final long DNS_PAUSE_MILLIS = 200;
    private static final Duration DNS_LIMIT = Duration.ofSeconds(15);

    private final Console console;
    private final DemoOptions options;
    private final DemoResult result = new DemoResult(new Chain(
            new Snapshot(Map.of(), Map.of(), Map.of(), Map.of(), Map.of()),
            new Expectation(0, 0, Set.of(), Set.of(), Set.of(), Set.of(), Map.of())));

    private boolean written;

    public Demo(Console console, DemoOptions options) {
        this.console = console;
        this.options = options;
    }

    /** Runs it. @return the exit code */
    public ExitCode run() throws InterruptedException {
        try (ResidentMemory memory = ResidentMemory.watch()) {
            LocalFleet.wipe(options.state());
            Files.createFile(options.state().resolve(DemoOptions.MARK));
            LocalFleet.Started started =
                    FleetStart.start(console, options.state(), options.faults() ? FaultsInjected.TIMES : Map.of());
            try (LocalFleet fleet = started.fleet()) {
                try {
                    show(fleet, started.endpoints(), memory);
                } finally {
                    // What follows is the orderly end, which an interrupt that was already heeded must not cut short.
                    Thread.interrupted();
                    console.say("stopping; what happened stays in " + options.state());
                }
            }
        } catch (IOException | CommandException e) {
            fail(e instanceof CommandException known ? known.text() : String.valueOf(e.getMessage()));
        }
        return result.isGood() ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** A failure after the result was written is told on stderr alone. */
    private void fail(String why) {
        result.failed(why);
        if (written) {
            console.say("failed: " + why);
        } else {
            write();
        }
    }

    private void show(LocalFleet fleet, Endpoints endpoints, ResidentMemory memory)
            throws IOException, InterruptedException {
        SimProcess.Plan plan =
                new SimProcess.Plan(console.home(), options.state().resolve("sim"), endpoints, options.world());
        try (SimProcess sim = SimProcess.start(plan)) {
            SimControl control = new SimControl(sim.control());
            List<Document> documents =
                    DocumentFiles.read(List.of(sim.documents().toString()), console.in());
            int machines = control.status().path("machines").path("total").asInt(0);
            FaultsInjected injected = new FaultsInjected(control);
            Optional<FaultsInjected> faults = options.faults() ? Optional.of(injected) : Optional.empty();
            Expectation expected = Expectation.of(documents, machines, injected.dead(), injected.badBmcs());
            console.say("simulated: %d machines at %d sites".formatted(machines, expected.sites()));

            FleetApi api = new FleetApi(endpoints.api());
            Narrator narrator = new Narrator(console, expected.clusters().size());
            try (FleetView view = FleetView.open(api, narrator)) {
                apply(api, documents, narrator);
                CompletableFuture<String> broken = CompletableFuture.anyOf(
                                fleet.failure(),
                                sim.onExit()
                                        .thenApply(code ->
                                                "the simulator ended with code " + code + "; its log is " + plan.log()))
                        .thenApply(String::valueOf);
                if (awaitStages(view, expected, narrator, broken, faults)) {
                    askDns(control, narrator);
                }
                result.seen(new Chain(view.snapshot(), expected));
            }
            if (faults.isPresent()) {
                result.faults(faults.get().json(RetryCount.of(endpoints.broker(), endpoints.registry())));
            }
            result.events(EventCount.of(endpoints.broker()));
            write();
            if (memory.peakMebibytes() > 0) {
                console.say("at most %d MiB resident, all processes together".formatted(memory.peakMebibytes()));
            }
            if (options.keep()) {
                keep(fleet);
            }
        }
    }

    private void apply(FleetApi api, List<Document> documents, Narrator narrator) {
        narrator.say("applying %d documents".formatted(documents.size()));
        List<Outcome> outcomes = new Applier(api, _ -> {}).apply(documents);
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Refused refused) {
                result.failed(refused.message());
            }
        }
        narrator.say("applied");
    }

    private boolean awaitStages(
            FleetView view,
            Expectation expected,
            Narrator narrator,
            CompletableFuture<String> broken,
            Optional<FaultsInjected> faults)
            throws IOException, InterruptedException {
        double nextLine = 0;
        long changes = -1;
        while (true) {
            long begun = System.nanoTime();
            Chain chain = new Chain(view.snapshot(), expected);
            result.seen(chain);
            boolean done = noteStages(chain, narrator) && (faults.isEmpty() || isCalm(chain, faults.get()));
            if (done || narrator.seconds() >= nextLine) {
                narrator.say(chain);
                nextLine = narrator.seconds() + TICK.toSeconds();
            }
            if (done) {
                return true;
            }
            if (broken.isDone()) {
                result.failed(broken.join());
            } else if (narrator.seconds() > options.limit().toSeconds()) {
                result.failed(
                        "not everything was reached within " + options.limit().toSeconds() + " s");
            } else {
                // A look at everything takes longer the larger the fleet is: a tenth of the time is looked, at most.
                TimeUnit.NANOSECONDS.sleep(9 * (System.nanoTime() - begun));
                changes = view.await(changes, TICK);
                continue;
            }
            Reasons.of(chain).forEach(result::failed);
            return false;
        }
    }

    /** While faults come, what was reached may be lost again for a while. */
    private static boolean isCalm(Chain chain, FaultsInjected faults) throws IOException, InterruptedException {
        return chain.holds() && faults.areOver();
    }

    /** Notes when each stage was reached, in order. @return whether the last one is */
    private boolean noteStages(Chain chain, Narrator narrator) {
        for (Stage stage : Stage.values()) {
            if (!result.hasReached(stage)) {
                if (!chain.reached(stage)) {
                    return false;
                }
                result.reached(stage, narrator.seconds());
                narrator.say(stage.title());
            }
        }
        return true;
    }

    /** The servers follow the records by some milliseconds, so a wrong answer is asked for again, for 15 s at most. */
    private void askDns(SimControl control, Narrator narrator) throws IOException, InterruptedException {
        long end = System.nanoTime() + DNS_LIMIT.toNanos();
        while (true) {
            JsonNode answers = control.askDns();
            boolean right = answers.path("asked").asInt(0) > 0
                    && answers.path("asked").asInt(0) == answers.path("correct").asInt(-1);
            result.asked(answers, right ? narrator.seconds() : 0);
            if (right) {
                narrator.say("DNS asked from every site: %d of %d right"
                        .formatted(
                                answers.path("correct").asInt(0),
                                answers.path("asked").asInt(0)));
                return;
            }
            if (System.nanoTime() - end > 0) {
                wrongAnswers(answers);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(DNS_PAUSE_MILLIS);
        }
    }

    private void wrongAnswers(JsonNode answers) {
        int wrong = 0;
        for (JsonNode answer : answers.path("answers")) {
            if (!answer.path("ok").asBoolean(false) && wrong++ < 20) {
                result.failed("at %s %s was answered %s (cluster %s), the nearest is %s"
                        .formatted(
                                answer.path("site").asString(""),
                                answer.path("name").asString(""),
                                answer.path("answered"),
                                answer.path("cluster").asString("none"),
                                answer.path("expected").asString("none")));
            }
        }
        if (answers.path("asked").asInt(0) == 0) {
            result.failed("no name was asked for");
        }
    }

    private void write() {
        written = true;
        result.total((System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1000.0);
        if (options.json()) {
            console.out().println(Trees.jsonLine(result.json()));
        } else {
            result.lines().forEach(console.out()::println);
        }
        result.failures().forEach(why -> console.say("failed: " + why));
    }

    private void keep(LocalFleet fleet) throws InterruptedException {
        console.say("The fleet goes on. Look around with ./skerry get machines, ./skerry trace MACHINE,");
        console.say("./skerry resolve NAME --from SITE, ./skerry status --follow. Ctrl-C ends it.");
        try {
            throw new CommandException(ExitCode.FAILURE, fleet.failure().get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
