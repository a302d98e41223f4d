package dev.skerry.testing.crash;

import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.documents.Applier;
import dev.skerry.cli.documents.Document;
import dev.skerry.cli.documents.DocumentFiles;
import dev.skerry.cli.documents.Kind;
import dev.skerry.cli.sim.SimControl;
import dev.skerry.cli.sim.SimProcess;
import dev.skerry.testing.crash.check.History;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** One world: it comes up, is hit a number of times meanwhile, and must be whole at the end. */
final class Round {

    private static final Duration CONVERGENCE = Duration.ofMinutes(5);
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final List<Victim> MIX = List.of(
            Victim.BROKER,
            Victim.PRODUCT,
            Victim.BROKER,
            Victim.BROKER,
            Victim.EVERYTHING,
            Victim.BROKER,
            Victim.PRODUCT,
            Victim.BROKER);

    private final Path home;
    private final Path folder;
    private final PrintStream out;
    private final Random random;
    private final long seed;
    private final Journal journal;

    Round(Path home, Path folder, long seed, PrintStream out) throws IOException {
        this.home = home;
        this.folder = Files.createDirectories(folder);
        this.seed = seed;
        this.random = new Random(seed);
        this.out = out;
        this.journal = new Journal(folder.resolve("journal.jsonl"));
    }

    /** @return what was seen and written */
    History run(int kills, int sites, int machines, double pace, int firstKill)
            throws IOException, InterruptedException {
        try (Product product = Product.start(home, folder)) {
            List<String> world = List.of(
                    "--sites", String.valueOf(sites),
                    "--machines", String.valueOf(machines),
                    "--seed", String.valueOf(seed),
                    "--pace", String.valueOf(pace));
            var plan = new SimProcess.Plan(home, folder.resolve("sim"), product.endpoints(), world);
            try (SimProcess sim = SimProcess.start(plan)) {
                hit(product, sim, kills, machines, firstKill);
            }
            new TopicFile().write(product.endpoints().broker(), folder.resolve("topics.jsonl"));
        }
        return History.read(
                List.of(folder.resolve("sim/state/ledger.jsonl"), journal.file()), folder.resolve("topics.jsonl"));
    }

    private void hit(Product product, SimProcess sim, int kills, int machines, int firstKill)
            throws IOException, InterruptedException {
        FleetApi api = new FleetApi(product.endpoints().api());
        SimControl control = new SimControl(sim.control());
        List<Document> documents =
                DocumentFiles.read(List.of(sim.documents().toString()), InputStream.nullInputStream());
        apply(api, documents);
        Set<String> sites = new TreeSet<>();
        List<String> names = new ArrayList<>();
        for (Document document : documents) {
            if (document.kind() == Kind.SITE) {
                sites.add(document.name());
            }
            String name = document.tree().path("spec").path("dns").path("name").asString("");
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        try (Traffic traffic = new Traffic(api, control, journal, seed, names)) {
            traffic.start();
            killAll(
                    kills,
                    new Killer.Shared(
                            product,
                            sim,
                            journal,
                            out,
                            new AtomicInteger(firstKill - 1),
                            new ReentrantReadWriteLock()));
            traffic.settle();
            List<String> asked = new ArrayList<>(names);
            asked.addAll(traffic.wanted().keySet());
            var convergence = new Convergence(api, control, machines, sites, traffic.wanted(), asked);
            converge(convergence);
        }
    }

    private void apply(FleetApi api, List<Document> documents) {
        for (Applier.Outcome outcome : new Applier(api, _ -> {}).apply(documents)) {
            switch (outcome) {
                case Applier.Outcome.Accepted accepted ->
                    journal.write(
                            "event-acknowledged",
                            "apply " + accepted.document().name(),
                            line -> line.put(
                                    "eventId", accepted.answer().path("eventId").asString("")));
                case Applier.Outcome.Refused refused -> throw new IllegalStateException(refused.message());
            }
        }
    }

    /** A fifth hits the product and its broker, a quarter the registry, the rest agents: three killers side by side. */
    private void killAll(int kills, Killer.Shared shared) throws IOException, InterruptedException {
        int centre = kills / 5;
        int registry = kills / 4;
        List<Killer> killers = List.of(
                new Killer(shared, victims(centre), 6_000, seed * 3),
                new Killer(shared, Collections.nCopies(registry, Victim.REGISTRY), 20_000, seed * 3 + 1),
                new Killer(shared, Collections.nCopies(kills - centre - registry, Victim.AGENT), 8_000, seed * 3 + 2));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> running = killers.stream().map(threads::submit).toList();
            for (Future<Void> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a killer gave up: " + e.getCause(), e);
        }
    }

    private List<Victim> victims(int kills) {
        List<Victim> victims = new ArrayList<>();
        while (victims.size() < kills) {
            List<Victim> mix = new ArrayList<>(MIX);
            Collections.shuffle(mix, random);
            victims.addAll(mix);
        }
        return victims.subList(0, kills);
    }

    private void converge(Convergence convergence) throws InterruptedException {
        long begun = System.nanoTime();
        List<String> last = new ArrayList<>();
        long[] said = {begun};
        boolean whole = Waiting.holdsWithin(CONVERGENCE, () -> {
            last.clear();
            last.addAll(convergence.reasons());
            if (System.nanoTime() - said[0] > SETTLED.toNanos() && !last.isEmpty()) {
                said[0] = System.nanoTime();
                out.println("waiting: " + last.size() + " reasons, such as " + last.getFirst());
            }
            return last.isEmpty();
        });
        out.printf(
                Locale.ROOT,
                "%s after %.1f s%n",
                whole ? "converged" : "NOT converged",
                (System.nanoTime() - begun) / 1e9);
        last.forEach(reason -> out.println("  " + reason));
        journal.write("converged", "round", line -> last.forEach(line.putArray("reasons")::add));
    }
}
