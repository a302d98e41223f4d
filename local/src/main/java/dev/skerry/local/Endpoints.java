package dev.skerry.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a running installation is reached. It stands in {@value #FILE} of the state folder while the installation runs.
 *
 * @param api the fleet API, for people
 * @param provisioner what booting machines call
 * @param installer what installing nodes call, HTTPS
 * @param agents what agents call, HTTPS with client certificates
 * @param dns {@code host:port}, UDP and TCP
 * @param zone the DNS zone, with the dot at its end
 * @param broker {@code host:port} for Kafka clients
 * @param registry Confluent-compatible
 * @param inventory health and metrics of inventory
 * @param dnsRegistry the feed for DNS servers, health and metrics
 * @param secrets the secrets folder
 * @param wakeOnLanPort the loopback UDP port to which magic packets go
 * @param simBmcPort the port that is kept for simulated BMCs
 * @param simControlPort the port that is kept for the simulator's own door
 * @param pid the process that runs it
 */
public record Endpoints(
        String api,
        String provisioner,
        String installer,
        String agents,
        String dns,
        String zone,
        String broker,
        String registry,
        String inventory,
        String dnsRegistry,
        String secrets,
        int wakeOnLanPort,
        int simBmcPort,
        int simControlPort,
        long pid) {

    /** The file's name in the state folder. */
    public static final String FILE = "endpoints.json";

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * The endpoints of the installation that runs on a state folder; empty when none does.
     *
     * @throws IOException when the file is damaged or cannot be read
     */
    public static Optional<Endpoints> read(Path state) throws IOException {
        Path file = state.resolve(FILE);
        try {
            return Optional.of(JSON.readValue(Files.readString(file), Endpoints.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: start the fleet again", e);
        }
    }

    void write(Path state) throws IOException {
        WholeFile.write(
                state.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    static void remove(Path state) throws IOException {
        Files.deleteIfExists(state.resolve(FILE));
    }
}
