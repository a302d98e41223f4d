package dev.skerry.local;

import dev.skerry.catalogue.Access;
import dev.skerry.peers.Dist;
import dev.skerry.peers.KafkaBroker;
import dev.skerry.peers.SchemaRegistry;
import dev.skerry.registry.Registrar;
import dev.skerry.registry.RegistryClient;
import dev.skerry.runtime.TopicCreator;
import dev.skerry.runtime.connection.TestAuthority;
import dev.skerry.testing.security.KafkaUsers;
import dev.skerry.testing.security.SecuredBroker;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * An installation like {@link LocalFleet}, but each service comes to the broker with a certificate of its own and may do there what its
 * KafkaUser in k8s/ may.
 */
public final class SecuredFleet implements Closeable {

    private final Path folder;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private SecuredFleet(Path folder) {
        this.folder = folder;
    }

    /** An installation that runs, and where it is reached. */
    public record Started(SecuredFleet fleet, Endpoints endpoints) {}

    /** @param home the repository's folder */
    public static Started start(Path home, Path folder) throws IOException, InterruptedException {
        SecuredFleet fleet = new SecuredFleet(folder);
        try {
            return new Started(fleet, fleet.startParts(home));
        } catch (IOException | InterruptedException | RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private Endpoints startParts(Path home) throws IOException, InterruptedException {
        LocalSettings settings = LocalSettings.of(folder, Dist.find());
        push(StateLock.hold(settings.state()));
        LocalLogging.into(settings.logs());
        DoorPorts ports = DoorPorts.choose(settings.state().resolve("ports.json"), System.out::println);
        SecretsFolder.complete(settings.secrets(), Set.of(), Instant.now());
        TestAuthority authority = new TestAuthority(Files.createDirectories(folder.resolve("users")));
        Access.ALL.forEach(each -> authority.issue(each.service()));

        KafkaBroker broker = push(SecuredBroker.start(folder.resolve("broker"), authority, null));
        SchemaRegistry registry =
                push(SchemaRegistry.start(SchemaRegistry.settings(settings.dist(), folder.resolve("registry"))));
        String schemas = registry.url().toString();
        Registrar.register(new RegistryClient(schemas), "");
        TopicCreator.create(broker.bootstrapServers(), "");
        grant(broker, home);
        Map<String, String> own = new LinkedHashMap<>(SecuredBroker.settings(
                authority,
                new TestAuthority.Identity(
                        folder.resolve("users/${spring.application.name}.crt"),
                        folder.resolve("users/${spring.application.name}.key"))));
        LocalSettings secured = settings.with(own);
        push(Services.start(
                service ->
                        service.arguments(secured, ports, broker.bootstrapServers(SecuredBroker.CERTIFICATES), schemas),
                secured,
                new FleetListener() {
                    @Override
                    public void started(String what, Duration took) {
                        System.out.println("started " + what + " in " + took.toMillis() + " ms");
                    }

                    @Override
                    public void notice(String what) {
                        System.out.println(what);
                    }
                }));
        return LocalFleet.endpoints(settings, ports, broker.bootstrapServers(), schemas);
    }

    private static void grant(KafkaBroker broker, Path home) throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createAcls(KafkaUsers.acls(home)).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the ACLs were not taken", e);
        }
    }

    /** What the broker refused anyone, by the lines of its log. */
    public List<String> refused() throws IOException {
        try (var lines = Files.lines(folder.resolve("broker/broker.log"))) {
            return lines.filter(line -> line.contains(" is Denied ")).toList();
        }
    }

    private <P extends AutoCloseable> P push(P part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                System.out.println(part + " did not stop in order: " + e);
            }
        }
        parts.clear();
    }
}
