package dev.skerry.simulation;

import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.DeciderTopology;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.SimulatedTask;
import dev.skerry.runtime.SimulatedTask.Output;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A service's process: its tasks, which read and decide, and its doors' way to write. May end at any send and store. */
final class Service {

    private static final int MOST_AT_ONCE = 8;

    private final String name;
    private final World world;
    private final List<SimulatedTask<?>> tasks = new ArrayList<>();
    private final Map<String, List<SimulatedTask<?>>> readers = new HashMap<>();
    private final Map<SimulatedTask<?>, Long> polledAt = new HashMap<>();
    private final Map<SimulatedTask<?>, Long> wokenAt = new HashMap<>();
    private final List<Runnable> onStart = new ArrayList<>();
    private long skew;
    private boolean up = true;
    private int incarnation;
    private int untilCrash = -1;

    Service(String name, World world, List<DeciderTopology<?, ?, ?>> deciders) {
        this.name = name;
        this.world = world;
        this.skew = world.faults().amount(Fault.SKEW, 0, 1_500);
        for (DeciderTopology<?, ?, ?> decider : deciders) {
            SimulatedTask.repartitions(name, decider).forEach(world.log()::create);
            tasks.addAll(SimulatedTask.of(name, decider, MemorySchemas.CODEC, this::touched));
        }
        for (SimulatedTask<?> task : tasks) {
            task.inputs()
                    .forEach(topic -> readers.computeIfAbsent(topic + "-" + task.partition(), _ -> new ArrayList<>())
                            .add(task));
        }
        world.log().follow(this::appended);
    }

    String name() {
        return name;
    }

    List<SimulatedTask<?>> tasks() {
        return tasks;
    }

    boolean isUp() {
        return up;
    }

    /** Its own clock. */
    Instant now() {
        return Instant.ofEpochMilli(world.now() + skew);
    }

    /** Runs whenever it has started again. */
    void onStart(Runnable action) {
        onStart.add(action);
    }

    /** What a door or a worker writes. */
    EventHeaders publish(
            dev.skerry.catalogue.Topic topic, String key, SpecificRecord value, @Nullable EventHeaders cause) {
        String id = world.ids().uuid();
        EventHeaders headers = new EventHeaders(
                id,
                value.getSchema().getFullName(),
                "/skerry/" + name,
                now(),
                key,
                cause == null ? id : cause.correlationId(),
                cause == null ? id : cause.id(),
                null);
        RecordHeaders raw = new RecordHeaders();
        headers.to(raw);
        world.log()
                .append(
                        topic.name(),
                        key,
                        MemorySchemas.CODEC.encode(topic.name(), value),
                        raw,
                        now().toEpochMilli(),
                        world.now());
        return headers;
    }

    /** Whether nothing is left to read or overdue. */
    boolean isIdle() {
        return up
                && tasks.stream()
                        .allMatch(task -> task.inputs().stream()
                                .allMatch(topic ->
                                        world.log().at(topic, task.partition(), task.position(topic)) == null));
    }

    /** Ends now, between two transactions, and starts again a while later. */
    void crash(String why) {
        if (!up) {
            return;
        }
        up = false;
        incarnation++;
        world.trace().detail("crashes", name, why);
        int ended = incarnation;
        world.schedule().after(world.faults().chance().between(200, 8_000), "starts", name, () -> {
            if (ended == incarnation) {
                start();
            }
        });
    }

    private void start() {
        up = true;
        skew = world.faults().amount(Fault.SKEW, 0, 1_500);
        for (SimulatedTask<?> task : tasks) {
            world.restarting(task);
            task.restart();
            polledAt.remove(task);
            wokenAt.remove(task);
            poll(task);
            wakeInTime(task);
        }
        onStart.forEach(Runnable::run);
    }

    /** Before each send and store of a transaction. */
    private void touched() {
        if (untilCrash >= 0 && untilCrash-- == 0) {
            throw new Crash(name);
        }
    }

    private void appended(LogRecord record) {
        List<SimulatedTask<?>> reading = readers.get(record.topic() + "-" + record.partition());
        if (up && reading != null) {
            reading.forEach(this::poll);
        }
    }

    private void poll(SimulatedTask<?> task) {
        if (polledAt.containsKey(task)) {
            return;
        }
        long delay = world.faults().chance().between(1, 60);
        if (world.faults().occurs(Fault.LAG, 150)) {
            delay += world.faults().chance().between(100, 3_000);
        }
        polledAt.put(task, world.now() + delay);
        int present = incarnation;
        world.schedule().after(delay, "reads", task.name(), () -> {
            if (present == incarnation) {
                polledAt.remove(task);
                transaction(task, world.faults().chance().between(1, MOST_AT_ONCE));
            }
        });
    }

    private void wakeInTime(SimulatedTask<?> task) {
        task.nextWake().ifPresent(next -> {
            long at = Math.max(world.now(), next.toEpochMilli() - skew);
            Long planned = wokenAt.get(task);
            if (planned != null && planned <= at) {
                return;
            }
            wokenAt.put(task, at);
            int present = incarnation;
            long late = world.faults().chance().between(0, 100);
            world.schedule().after(at - world.now() + late, "wakes", task.name(), () -> {
                if (present == incarnation && Long.valueOf(at).equals(wokenAt.get(task))) {
                    wokenAt.remove(task);
                    transaction(task, 0);
                }
            });
        });
    }

    private void transaction(SimulatedTask<?> task, int most) {
        boolean crashes = world.faults().occurs(Fault.SERVICE_CRASH, 60);
        untilCrash = crashes ? world.faults().chance().between(0, 12) : -1;
        try {
            for (int i = 0; i < most; i++) {
                LogRecord next = next(task);
                if (next == null) {
                    break;
                }
                task.process(next, now());
            }
            task.wake(now());
        } catch (Crash e) {
            task.abort();
            world.trace().detail("loses", task.name(), "its transaction");
            if (world.faults().chance().of(500)) {
                crash("in a transaction");
            }
            if (up) {
                poll(task);
                wakeInTime(task);
            }
            return;
        }
        boolean afterwards =
                crashes && untilCrash >= 0 && world.faults().chance().of(500);
        untilCrash = -1;
        commit(task);
        if (afterwards) {
            crash("after a commit");
            return;
        }
        if (next(task) != null) {
            poll(task);
        }
        wakeInTime(task);
    }

    private void commit(SimulatedTask<?> task) {
        List<Output> outputs = task.commit();
        for (Output each : outputs) {
            if (world.has(Defect.LOG_LOSES) && each.is("MachineAvailable")) {
                continue;
            }
            if (world.has(Defect.LETTERS_LOST) && each.topic().equals(Topics.DEAD_LETTERS.name())) {
                continue;
            }
            if (world.has(Defect.LOG_REPEATS) || repeats(each)) {
                RecordHeaders headers = new RecordHeaders(each.headers());
                if (!world.has(Defect.LOG_REPEATS)) {
                    headers.remove("ce_id");
                    headers.add("ce_id", world.ids().uuid().getBytes(StandardCharsets.UTF_8));
                }
                world.log().append(each.topic(), each.key(), each.value(), headers, each.timestamp(), world.now());
            }
            LogRecord record = world.log()
                    .append(each.topic(), each.key(), each.value(), each.headers(), each.timestamp(), world.now());
            world.trace().detail(each.topic(), each.key(), world.trace().isRead() ? record.decoded() : null);
        }
        world.committed(task);
    }

    private boolean repeats(Output output) {
        return (world.has(Defect.INSTALLED_TWICE) && output.is("MachineInstalled"))
                || (world.has(Defect.CLAIMED_TWICE) && output.is("NodeClaimed"))
                || (world.has(Defect.DESIRED_TWICE) && output.is("DesiredState"));
    }

    /** One of the records that a task may read next. */
    private @Nullable LogRecord next(SimulatedTask<?> task) {
        int count = task.inputs().size();
        int first = count > 1 ? world.faults().chance().between(0, count - 1) : 0;
        for (int i = 0; i < count; i++) {
            String topic = task.inputs().get((first + i) % count);
            LogRecord record = world.log().at(topic, task.partition(), task.position(topic));
            if (record != null) {
                return Objects.requireNonNull(record);
            }
        }
        return null;
    }
}
