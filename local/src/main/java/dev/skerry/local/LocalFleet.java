package dev.skerry.local;

import dev.skerry.local.Supervised.Child;
import dev.skerry.peers.KafkaBroker;
import dev.skerry.peers.SchemaRegistry;
import dev.skerry.registry.RegistryClient;
import dev.skerry.runtime.TopicCreator;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole installation on one machine: a real broker and a real registry as child processes, the five services in this process,
 * everything under one state folder. What the folder holds is resumed at the next start. One runs in a process at a time, for
 * logging belongs to the process.
 */
public final class LocalFleet implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalFleet.class);
    private static final String NO_PREFIX = "";

    private final LocalSettings settings;
    private final FleetListener listener;
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    /** What was started, the last one first: closed in that order. */
    private final Deque<Closeable> parts = new ArrayDeque<>();

    private LocalFleet(LocalSettings settings, FleetListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /** An installation that runs, and where it is reached. */
    public record Started(LocalFleet fleet, Endpoints endpoints) {}

    /**
     * Starts everything and waits until all of it is healthy.
     *
     * @throws IOException when the state folder is in use or damaged, or a part does not start; nothing is left running then
     * @throws InterruptedException when interrupted; nothing is left running then
     */
    public static Started start(LocalSettings settings, FleetListener listener)
            throws IOException, InterruptedException {
        LocalFleet fleet = new LocalFleet(settings, listener);
        try {
            return new Started(fleet, fleet.startParts());
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                fleet.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /**
     * Removes everything in a state folder on which nothing runs.
     *
     * @throws IOException when something runs on it or a file cannot be removed
     */
    public static void wipe(Path state) throws IOException {
        try (StateLock lock = StateLock.hold(state)) {
            lock.wipe();
        }
    }

    private Endpoints startParts() throws IOException, InterruptedException {
        push(StateLock.hold(settings.state()));
        LocalLogging.into(settings.logs());
        Endpoints.remove(settings.state());
        DoorPorts ports = DoorPorts.choose(settings.state().resolve("ports.json"), this::notice);
        SecretsFolder.complete(settings.secrets(), settings.names(), Instant.now());

        String brokers;
        String schemas;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Supervised> registryStart = threads.submit(() -> push(supervised("registry", this::registry)));
            Future<String> brokerStart = threads.submit(this::brokers);
            brokers = get(brokerStart);
            schemas = get(registryStart).address();
        }
        Path registered = settings.state().resolve("registry/registered.sha256");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> subjects = threads.submit(() ->
                    timed("%d schemas", () -> RegisteredSchemas.complete(new RegistryClient(schemas), registered)));
            Future<?> topics =
                    threads.submit(() -> timed("%d new topics", () -> TopicCreator.create(brokers, NO_PREFIX)));
            get(subjects);
            get(topics);
        }
        push(HangingTransactions.watch(brokers, this::notice));
        push(Services.start(service -> service.arguments(settings, ports, brokers, schemas), settings, listener));
        Endpoints endpoints = endpoints(settings, ports, brokers, schemas);
        endpoints.write(settings.state());
        push(() -> Endpoints.remove(settings.state()));
        LOG.info("the fleet runs: {}", endpoints);
        return endpoints;
    }

    private String brokers() throws IOException, InterruptedException {
        return settings.brokers().isPresent()
                ? settings.brokers().get()
                : push(supervised("broker", this::broker)).address();
    }

    private Supervised supervised(String peer, Supervised.Launch launch) throws IOException, InterruptedException {
        DiskRoom room = DiskRoom.under(settings.state().resolve(peer));
        return Supervised.start(peer, launch, room, listener, failure::complete, InstantSource.system());
    }

    private Child broker(int port) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        KafkaBroker broker = KafkaBroker.start(
                KafkaBroker.settings(settings.dist(), settings.state().resolve("broker"))
                        .withPort(port));
        listener.started("broker at " + broker.bootstrapServers(), since(begun));
        int own = Integer.parseInt(broker.bootstrapServers().substring("127.0.0.1:".length()));
        return new Child(own, broker.bootstrapServers(), broker.onExit(), broker::close);
    }

    private Child registry(int port) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        SchemaRegistry registry = SchemaRegistry.start(
                SchemaRegistry.settings(settings.dist(), settings.state().resolve("registry"))
                        .withPort(port));
        listener.started("registry at " + registry.url(), since(begun));
        return new Child(registry.url().getPort(), registry.url().toString(), registry.onExit(), registry::close);
    }

    private Void timed(String what, Callable<Integer> step) throws Exception {
        long begun = System.nanoTime();
        listener.started(what.formatted(step.call()), since(begun));
        return null;
    }

    static Endpoints endpoints(LocalSettings settings, DoorPorts ports, String broker, String registry) {
        return new Endpoints(
                ports.url("http", Door.APP_MANAGER),
                ports.url("http", Door.PROVISIONER),
                ports.url("https", Door.INSTALLER),
                ports.url("https", Door.AGENTS),
                ports.address(Door.DNS),
                settings.zone(),
                broker,
                registry,
                ports.url("http", Door.INVENTORY),
                ports.url("http", Door.DNS_REGISTRY),
                settings.secrets().toString(),
                ports.of(Door.WAKE_ON_LAN),
                ports.of(Door.SIM_BMC),
                ports.of(Door.SIM_CONTROL),
                ProcessHandle.current().pid());
    }

    /** Completes with the reason when a part is gone for good and the rest should be closed. */
    public CompletableFuture<String> failure() {
        return failure;
    }

    private void notice(String what) {
        LOG.warn(what);
        listener.notice(what);
    }

    private synchronized <P extends Closeable> P push(P part) {
        parts.push(part);
        return part;
    }

    private synchronized Deque<Closeable> takeParts() {
        Deque<Closeable> taken = new ArrayDeque<>(parts);
        parts.clear();
        return taken;
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static <V> V get(Future<V> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException wrong -> throw new IOException(wrong.getMessage(), wrong);
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Stops all of it: the services, then the registry and the broker. A second call does nothing.
     *
     * @throws IOException when a state folder cannot be written; everything is stopped all the same
     */
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Closeable part : takeParts()) {
            try {
                part.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
