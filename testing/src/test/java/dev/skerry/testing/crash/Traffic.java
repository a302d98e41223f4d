package dev.skerry.testing.crash;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.sim.SimControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people do meanwhile: apps are deployed, changed and removed, machines released, and every name is asked for from every site.
 * A request that was not acknowledged may or may not have been taken in, so it is made again until it is.
 */
final class Traffic implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int APPS = 6;
    private static final int LONGEST_PAUSE_MILLIS = 3_000;
    private static final int ASK_MILLIS = 300;
    private static final int REQUESTS_PER_RELEASE = 4;

    private final FleetApi api;
    private final SimControl sim;
    private final Journal journal;
    private final Random random;
    private final List<String> names;
    private final Map<String, String> wanted = new ConcurrentSkipListMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean asking = true;
    private volatile boolean requesting = true;

    /** @param names of the world's own apps */
    Traffic(FleetApi api, SimControl sim, Journal journal, long seed, List<String> names) {
        this.api = api;
        this.sim = sim;
        this.journal = journal;
        this.random = new Random(seed);
        this.names = new ArrayList<>(names);
        for (int app = 0; app < APPS; app++) {
            this.names.add("crash-" + app);
        }
    }

    void start() {
        threads.add(Thread.ofPlatform().name("requests").start(this::request));
        threads.add(Thread.ofPlatform().name("questions").start(this::ask));
    }

    /** No more requests; names are still asked for. */
    void settle() throws InterruptedException {
        requesting = false;
        threads.getFirst().join();
    }

    /** The image of each app that is to run; empty for one that was removed. */
    Map<String, String> wanted() {
        return new TreeMap<>(wanted);
    }

    private void request() {
        try {
            for (int number = 1; requesting; number++) {
                if (number % REQUESTS_PER_RELEASE == 0) {
                    release();
                } else {
                    change("crash-" + random.nextInt(APPS), number);
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void change(String name, int number) throws InterruptedException {
        boolean there = !wanted.getOrDefault(name, "").isEmpty();
        if (there && random.nextInt(3) == 0) {
            acknowledged("remove " + name, () -> api.delete("apps/crash/" + name));
            wanted.put(name, "");
        } else {
            String image = "registry.example/" + name + ":" + number;
            int clusters = 1 + random.nextInt(3);
            int replicas = clusters + random.nextInt(3);
            ObjectNode app = app(name, image, clusters, replicas);
            acknowledged("deploy " + name, () -> api.post("apps", app));
            wanted.put(name, image);
        }
    }

    private static ObjectNode app(String name, String image, int clusters, int replicas) {
        ObjectNode app =
                JSON.createObjectNode().put("apiVersion", "skerry.dev/v1").put("kind", "App");
        app.putObject("metadata").put("tenant", "crash").put("name", name);
        ObjectNode spec = app.putObject("spec");
        ObjectNode workload = spec.putObject("workload");
        workload.putObject("container").put("image", image).putArray("ports").add(8080);
        workload.putObject("resources").put("cpuMillis", 200).put("memoryMiB", 256);
        spec.putObject("placement").put("clusters", clusters).put("replicas", replicas);
        spec.putObject("dns").put("name", name).put("port", 80).put("ttlSeconds", 5);
        return app;
    }

    /** One machine of a node that is no server and has a power controller: it is wiped and installed anew. */
    private void release() throws InterruptedException {
        List<String> candidates = new ArrayList<>();
        try {
            for (JsonNode machine : api.get("machines").path("items")) {
                if (machine.path("lifecycle").asString("").equals("ACTIVE")
                        && machine.path("role").asString("").equals("agent")
                        && machine.path("bmc").path("protocol").asString("").equals("REDFISH")) {
                    candidates.add(machine.path("machineId").asString(""));
                }
            }
        } catch (CommandException away) {
            return;
        }
        if (!candidates.isEmpty()) {
            String machine = candidates.get(random.nextInt(candidates.size()));
            ObjectNode body = JSON.createObjectNode().put("reason", "to be installed anew");
            acknowledged("release " + machine, () -> api.post("machines/" + machine + "/release", body));
        }
    }

    private void acknowledged(String what, Supplier<JsonNode> call) throws InterruptedException {
        while (true) {
            try {
                JsonNode answer = call.get();
                journal.write(
                        "event-acknowledged",
                        what,
                        line -> line.put("eventId", answer.path("eventId").asString("")));
                return;
            } catch (CommandException notTaken) {
                if (notTaken.exitCode() == dev.skerry.cli.ExitCode.REFUSED) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(ASK_MILLIS);
            }
        }
    }

    private void ask() {
        try {
            for (int turn = 0; asking; turn++) {
                ObjectNode question = JSON.createObjectNode();
                question.putArray("names").add(names.get(turn % names.size()));
                try {
                    sim.askDns(question);
                } catch (IOException away) {
                    // The next question, then.
                }
                TimeUnit.MILLISECONDS.sleep(ASK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        requesting = false;
        asking = false;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
