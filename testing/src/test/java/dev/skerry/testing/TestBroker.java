package dev.skerry.testing;

import dev.skerry.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The broker under an integration test: a container of Testcontainers where a Docker engine is present, else the one that the
 * installation runs itself. The system property {@value #SWITCH} decides: {@code container}, {@code local}, or {@code auto}, which
 * is what it is when unset.
 */
final class TestBroker implements AutoCloseable {

    private static final String SWITCH = "skerry.test.broker";

    /** Names the image in the file that docker-compose.yml takes it from too. */
    private static final String IMAGE = "KAFKA_IMAGE=";

    private final Optional<KafkaContainer> container;

    private TestBroker(Optional<KafkaContainer> container) {
        this.container = container;
    }

    static TestBroker start() throws IOException {
        String chosen = System.getProperty(SWITCH, "auto");
        return switch (chosen) {
            case "container" -> container();
            case "local" -> local("as " + SWITCH + " says");
            case "auto" -> containerIfThere();
            default -> throw new IllegalArgumentException(SWITCH + " must be container, local or auto, not " + chosen);
        };
    }

    private static TestBroker local(String why) {
        System.out.println("the broker is the installation's own: " + why);
        return new TestBroker(Optional.empty());
    }

    /** An engine on which none starts, for it has no such image and can pull none, is as good as none. */
    private static TestBroker containerIfThere() throws IOException {
        try {
            return DockerClientFactory.instance().isDockerAvailable() ? container() : local("no Docker engine answers");
        } catch (RuntimeException e) { // the exception of a pull that takes too long is not public
            return local(e.toString());
        }
    }

    private static TestBroker container() throws IOException {
        String image = Files.readAllLines(Path.of(System.getProperty("skerry.home"), ".env")).stream()
                .filter(line -> line.startsWith(IMAGE))
                .map(line -> line.substring(IMAGE.length()))
                .findFirst()
                .orElseThrow(() -> new IOException(".env has no line " + IMAGE));
        KafkaContainer kafka = new KafkaContainer(image)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
        kafka.start();
        System.out.println("the broker is a container of " + kafka.getDockerImageName());
        return new TestBroker(Optional.of(kafka));
    }

    /** Settings of an installation on this broker. */
    LocalSettings under(LocalSettings settings) {
        return container
                .map(kafka -> settings.withBrokers(kafka.getBootstrapServers()))
                .orElse(settings);
    }

    @Override
    public void close() {
        container.ifPresent(KafkaContainer::stop);
    }
}
