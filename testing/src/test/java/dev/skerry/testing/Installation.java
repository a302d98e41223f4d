package dev.skerry.testing;

import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.documents.Applier;
import dev.skerry.cli.documents.DocumentFiles;
import dev.skerry.cli.sim.SimControl;
import dev.skerry.cli.sim.SimProcess;
import dev.skerry.local.Endpoints;
import dev.skerry.local.FleetListener;
import dev.skerry.local.LocalFleet;
import dev.skerry.local.LocalSettings;
import dev.skerry.peers.Dist;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A whole installation on one state folder with the sample sites beside it. */
final class Installation implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Closeable fleet;
    private final Endpoints endpoints;
    private final SimProcess sim;

    private Installation(Closeable fleet, Endpoints endpoints, SimProcess sim) {
        this.fleet = fleet;
        this.endpoints = endpoints;
        this.sim = sim;
    }

    /** @param broker on which it runs */
    static Installation start(Path folder, TestBroker broker) throws IOException, InterruptedException {
        LocalFleet.Started started = LocalFleet.start(
                broker.under(LocalSettings.of(folder.resolve("fleet"), Dist.find())), new FleetListener() {
                    @Override
                    public void started(String what, Duration took) {
                        System.out.println("started " + what + " in " + took.toMillis() + " ms");
                    }

                    @Override
                    public void notice(String what) {
                        System.out.println(what);
                    }
                });
        return beside(started.fleet(), started.endpoints(), folder);
    }

    /** The sample sites beside a fleet that runs; it is closed with them. */
    static Installation beside(Closeable fleet, Endpoints endpoints, Path folder)
            throws IOException, InterruptedException {
        try {
            List<String> world = List.of("--samples", home().resolve("samples").toString());
            SimProcess sim = SimProcess.start(new SimProcess.Plan(home(), folder.resolve("sim"), endpoints, world));
            return new Installation(fleet, endpoints, sim);
        } catch (IOException | InterruptedException | RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    /** The repository's folder. */
    static Path home() {
        return Path.of(System.getProperty("skerry.home")).toAbsolutePath().normalize();
    }

    Endpoints endpoints() {
        return endpoints;
    }

    FleetApi api() {
        return new FleetApi(endpoints.api());
    }

    SimControl sim() {
        return new SimControl(sim.control());
    }

    /** What the services that tell their metrics over plain HTTP count as dead letters. */
    double deadLetters() throws IOException {
        double sum = 0;
        for (String service : List.of(endpoints.api(), endpoints.inventory(), endpoints.provisioner())) {
            try (InputStream metrics =
                    URI.create(service + "/actuator/prometheus").toURL().openStream()) {
                sum += new String(metrics.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("skerry_dead_letters_total"))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                        .sum();
            }
        }
        return sum;
    }

    /** Applies the documents of the simulated world. @return what was refused */
    List<String> applyWorld() {
        return apply(List.of(sim.documents().toString()), InputStream.nullInputStream());
    }

    /** Applies YAML documents. @return what was refused */
    List<String> apply(String yaml) {
        return apply(List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> apply(List<String> files, InputStream in) {
        return new Applier(api(), _ -> {})
                .apply(DocumentFiles.read(files, in)).stream()
                        .filter(Applier.Outcome.Refused.class::isInstance)
                        .map(Applier.Outcome.Refused.class::cast)
                        .map(Applier.Outcome.Refused::message)
                        .toList();
    }

    /** Waits, at most 2 minutes, until a resource of the fleet API is as wanted. */
    JsonNode await(String what, String path, Predicate<JsonNode> wanted) {
        return Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() -> api().get(path), wanted);
    }

    /** Waits until every site's question for every name is answered with the nearest cluster that runs it. */
    void awaitDns() {
        Awaitility.await("DNS answers with the nearest")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> sim().askDns(), Installation::allRight);
    }

    private static boolean allRight(JsonNode answers) {
        int asked = answers.path("asked").asInt(0);
        return asked > 0 && asked == answers.path("correct").asInt(-1);
    }

    @Override
    public void close() throws IOException {
        sim.close();
        fleet.close();
    }
}
