package dev.skerry.local;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** The five services as five Spring contexts in this process. */
final class Services implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);
    private static final long POLL_MILLIS = 50;
    private static final Duration STOP = Duration.ofSeconds(30);

    /** The one that has the most to read comes first: the others are made while it reads. */
    private static final List<Service> ORDER = List.of(
            Service.APP_MANAGER, Service.INVENTORY, Service.PROVISIONER, Service.INSTALLER, Service.DNS_REGISTRY);

    private final List<Running> running = new CopyOnWriteArrayList<>();

    private Services() {}

    private record Running(Service service, ConfigurableApplicationContext context) {}

    /**
     * Starts all of them, as many at once as there are cores, and waits until each is healthy.
     *
     * @param arguments a service's command line
     * @throws IOException when one does not start or is not healthy in time; the others are stopped then
     */
    static Services start(Function<Service, List<String>> arguments, LocalSettings settings, FleetListener listener)
            throws IOException, InterruptedException {
        Services services = new Services();
        try {
            services.startAll(arguments, settings, listener);
            return services;
        } catch (IOException | InterruptedException | RuntimeException e) {
            services.close();
            throw e;
        }
    }

    /** With the first that fails the others are not waited for. */
    private void startAll(Function<Service, List<String>> arguments, LocalSettings settings, FleetListener listener)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("start-", 0).factory())) {
            CompletionService<Running> starting = new ExecutorCompletionService<>(threads);
            try {
                Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
                for (Service service : ORDER) {
                    cores.acquire();
                    starting.submit(() -> {
                        Running started;
                        try {
                            started = new Running(service, run(service, arguments.apply(service)));
                        } finally {
                            cores.release();
                        }
                        running.add(started);
                        awaitHealthy(started, settings, begun);
                        return started;
                    });
                }
                for (int healthy = 0; healthy < ORDER.size(); healthy++) {
                    Running started = starting.take().get();
                    listener.started(started.service().title(), Duration.ofNanos(System.nanoTime() - begun));
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e.getCause() instanceof IOException io ? io : new IOException(rootMessage(e), e);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private static ConfigurableApplicationContext run(Service service, List<String> arguments) throws IOException {
        Thread.currentThread().setName("start-" + service.title());
        try {
            return new SpringApplicationBuilder(service.application())
                    .bannerMode(Banner.Mode.OFF)
                    .registerShutdownHook(false)
                    .run(arguments.toArray(String[]::new));
        } catch (RuntimeException e) {
            LOG.error("{} did not start", service.title(), e);
            throw new IOException(service.title() + " did not start: " + rootMessage(e), e);
        }
    }

    private static void awaitHealthy(Running started, LocalSettings settings, long begun)
            throws IOException, InterruptedException {
        HealthEndpoint health = started.context().getBean(HealthEndpoint.class);
        long limit = settings.startLimit().toNanos();
        while (!Status.UP.equals(health.health().getStatus())) {
            if (System.nanoTime() - begun > limit) {
                throw new IOException("%s is not healthy after %d s: %s. The log is in %s"
                        .formatted(
                                started.service().title(),
                                settings.startLimit().toSeconds(),
                                unhealthy(health.health()),
                                settings.logs()));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** What is not well, with its details, in one line. */
    private static String unhealthy(HealthDescriptor whole) {
        Map<String, HealthDescriptor> components =
                whole instanceof CompositeHealthDescriptor all && all.getComponents() != null
                        ? all.getComponents()
                        : Map.of("health", whole);
        return components.entrySet().stream()
                .filter(each -> !Status.UP.equals(each.getValue().getStatus()))
                .map(each -> each.getValue() instanceof IndicatedHealthDescriptor one && one.getDetails() != null
                        ? each.getKey() + " " + one.getDetails()
                        : each.getKey() + " " + each.getValue().getStatus())
                .collect(Collectors.joining(", "));
    }

    /** What is at the bottom of a failure, in one line. */
    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** Stops all of them at once; within 30 s they are stopped, or left to the end of the process. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> stopping = running.stream()
                .map(each -> {
                    CompletableFuture<Void> done = new CompletableFuture<>();
                    Thread.ofPlatform()
                            .daemon()
                            .name("stop-" + each.service().title())
                            .start(() -> {
                                try {
                                    each.context().close();
                                } catch (RuntimeException e) {
                                    LOG.error(
                                            "{} did not stop in order",
                                            each.service().title(),
                                            e);
                                }
                                done.complete(null);
                            });
                    return done;
                })
                .toList();
        try {
            CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new)).get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the services have not stopped within {} s", STOP.toSeconds(), e);
        }
    }
}
