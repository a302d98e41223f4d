package dev.skerry.simulation;

import dev.skerry.agent.AgentCore;
import dev.skerry.agent.AgentHost;
import dev.skerry.agent.AgentSettings;
import dev.skerry.agent.Centre;
import dev.skerry.agent.disk.Disk;
import dev.skerry.agent.disk.StableFile;
import dev.skerry.agent.time.Timing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent's process around the product's own core: its disk, its connection to the centre, and its life and death. */
final class EdgeAgent implements Centre {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AgentSettings.Pace PACE = new AgentSettings.Pace(
            Duration.ofSeconds(10),
            Duration.ofMillis(250),
            Duration.ofSeconds(20),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofMinutes(2));

    private final World world;
    private final Plane plane;
    private final String token;
    private final Map<String, String> disk = new TreeMap<>();
    private final long skew;
    private @Nullable AgentCore core;
    private int incarnation;
    private int untilCrash = -1;
    private boolean guarding;
    private boolean enrolled;
    private final Map<Long, Set<String>> told = new TreeMap<>();
    private int feed;

    EdgeAgent(World world, Plane plane, String token) {
        this.world = world;
        this.plane = plane;
        this.token = token;
        this.skew = world.faults().amount(Fault.SKEW, 0, 3_000);
    }

    String clusterId() {
        return plane.clusterId();
    }

    /** The enrolment that its certificate names; empty before it has one. */
    String enrolment() {
        return disk.getOrDefault("identity", "");
    }

    boolean isRunning() {
        return core != null;
    }

    /** Whether what is in force on its disk has an app. */
    boolean isToRun(String app) {
        AgentCore running = core;
        return running != null
                && told.getOrDefault(running.generation(), Set.of()).contains(app);
    }

    long applied() {
        return core == null ? 0 : core.applied();
    }

    /** Has no effect when it runs. */
    void start() {
        if (core != null) {
            return;
        }
        int present = ++incarnation;
        AgentHost host = new AgentHost(
                timing(present),
                task -> later(present, 0, "works", task),
                world.faults().chance().random());
        AgentSettings settings = new AgentSettings(
                plane.clusterId(),
                URI.create("https://centre"),
                URI.create("https://centre/enrolment"),
                "",
                "",
                Path.of("unused"),
                "1",
                PACE);
        guarded(() -> {
            core = new AgentCore(settings, host, JSON, plane.runtime(), disk(), this, _ -> {});
            core.start();
            enrolled = disk.containsKey("identity");
            if (enrolled) {
                connect();
            } else {
                enrol();
            }
        });
    }

    /** As a process that is lost: nothing of it runs any more, the cluster runs on. */
    void stop() {
        incarnation++;
        plane.runtime().onChange(() -> {});
        core = null;
        feed++;
        world.agents().left(this);
    }

    /** Ends now and starts again a while later. */
    void crash() {
        stop();
        int ended = incarnation;
        world.schedule()
                .after(world.faults().chance().between(500, 15_000), "starts the agent", plane.clusterId(), () -> {
                    if (ended == incarnation && plane.isUp()) {
                        start();
                    }
                });
    }

    /** Before each write to the disk, report and change of the cluster. */
    void touched() {
        if (untilCrash >= 0 && untilCrash-- == 0) {
            throw new Crash("agent");
        }
    }

    private void enrol() {
        String key = disk.computeIfAbsent("pending-key", _ -> world.ids().uuid());
        call("enrols", respond -> world.installer().enrol(plane.clusterId(), token, key, respond), answer -> {
            if (answer.filter(Network.Answer::isSuccess).isPresent()) {
                disk.put("identity", key);
                enrolled = true;
                if (core != null) {
                    core.reconnected();
                }
                connect();
            } else {
                later(world.faults().chance().between(1_000, 10_000), "enrols again", this::enrol);
            }
        });
    }

    private void connect() {
        AgentCore running = core;
        if (running == null) {
            return;
        }
        int connection = ++feed;
        long known = running.generation() > 0 ? running.generation() : -1;
        call("opens its feed", respond -> world.agents().open(this, connection, known, respond), answer -> {
            if (connection == feed && answer.filter(Network.Answer::isSuccess).isEmpty()) {
                reconnect(connection, 1_000, 10_000);
            }
        });
    }

    /** The feed broke, which the agent notices at once or when it is silent for too long. */
    void reconnect(int connection, int least, int most) {
        later(world.faults().chance().between(least, most), "finds its feed broken", () -> {
            if (connection == feed) {
                connect();
            }
        });
    }

    boolean isConnection(int connection) {
        return core != null && connection == feed;
    }

    /** An event of the feed. */
    void told(int connection, long generation, Set<String> apps, String data) {
        AgentCore running = core;
        if (running != null && connection == feed) {
            told.put(generation, apps);
            guarded(() -> running.take(data));
        }
    }

    @Override
    public boolean isOpen() {
        return enrolled;
    }

    /** The answer comes in the same moment; what may happen meanwhile is one event of the feed. */
    @Override
    public Centre.Answer report(String text) throws IOException {
        JsonNode report = JSON.readTree(text);
        world.reports(
                this,
                report.path("sequence").asLong(0),
                report.path("generation").asLong(0));
        touched();
        int connection = feed;
        String enrolment = enrolment();
        if (world.network().loses(plane.site())) {
            if (world.has(Defect.AGENT_CLEARS)) {
                plane.runtime().running().keySet().forEach(plane.runtime()::remove);
            }
            throw new IOException("no way to the centre");
        }
        if (world.faults().occurs(Fault.DELAY, 150)) {
            world.schedule()
                    .after(
                            world.network().delay(),
                            "a late report of",
                            plane.clusterId(),
                            () -> world.agents().report(plane.clusterId(), enrolment, report));
            throw new IOException("no answer in time");
        }
        if (world.faults().occurs(Fault.DUPLICATE, 150)) {
            world.schedule()
                    .after(
                            world.network().delay(),
                            "a report again of",
                            plane.clusterId(),
                            () -> world.agents().report(plane.clusterId(), enrolment, report));
        }
        int status = world.agents().report(plane.clusterId(), enrolment, report);
        touched();
        world.agents().hurry(this, connection);
        if (world.network().loses(plane.site())) {
            throw new IOException("the answer was lost");
        }
        return new Centre.Answer(status, status == 503 ? Optional.of(Duration.ofSeconds(1)) : Optional.empty());
    }

    private Disk disk() {
        return name -> new StableFile() {
            @Override
            public String place() {
                return plane.clusterId() + "/" + name;
            }

            @Override
            public void write(String content) {
                touched();
                if (world.has(Defect.DISK_TEARS)) {
                    disk.put(name, content.substring(0, content.length() / 2));
                    touched();
                }
                if (!world.has(Defect.DISK_FORGETS) || !disk.containsKey(name)) {
                    disk.put(name, content);
                }
                touched();
            }

            @Override
            public Optional<String> read() {
                return Optional.ofNullable(disk.get(name));
            }

            @Override
            public void putAside() {
                world.unreadable(place());
                disk.remove(name);
            }
        };
    }

    private Timing timing(int present) {
        return new Timing() {
            @Override
            public Instant now() {
                return Instant.ofEpochMilli(world.now() + skew);
            }

            @Override
            public Timer after(Duration delay, Runnable task) {
                boolean[] cancelled = {false};
                world.schedule().after(delay.toMillis(), "a timer of", plane.clusterId(), () -> {
                    if (!cancelled[0] && present == incarnation) {
                        guarded(task);
                    }
                });
                return () -> cancelled[0] = true;
            }
        };
    }

    private void call(String what, Network.Handler door, java.util.function.Consumer<Optional<Network.Answer>> then) {
        int present = incarnation;
        world.network().call(plane.site(), what, plane.clusterId(), door, answer -> {
            if (present == incarnation) {
                guarded(() -> then.accept(answer));
            }
        });
    }

    private void later(int millis, String what, Runnable action) {
        later(incarnation, millis, what, action);
    }

    private void later(int present, int millis, String what, Runnable action) {
        world.schedule().after(millis, what, plane.clusterId(), () -> {
            if (present == incarnation) {
                guarded(action);
            }
        });
    }

    private void guarded(Runnable action) {
        if (guarding) {
            action.run();
            return;
        }
        guarding = true;
        untilCrash = world.faults().occurs(Fault.AGENT_CRASH, 40)
                ? world.faults().chance().between(0, 4)
                : -1;
        try {
            action.run();
        } catch (Crash e) {
            world.trace().detail("crashes", "agent of " + plane.clusterId(), "");
            crash();
        } finally {
            untilCrash = -1;
            guarding = false;
        }
    }
}
