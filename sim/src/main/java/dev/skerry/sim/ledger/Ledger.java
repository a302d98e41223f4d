package dev.skerry.sim.ledger;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every effect that the fleet had on the simulated world, and every answer by which a door took something in, each with its cause as
 * it stood on the wire. One JSON object a line: {@code at} (milliseconds since the epoch), {@code kind}, {@code subject}, and what
 * names the cause. Lines are only added, in one write each, so that a killed simulator leaves whole lines but for its last. Safe for
 * use by several threads.
 */
public final class Ledger implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A stream and no channel: an interrupt, which a machine's power cut is, would close a channel. */
    private final FileOutputStream file;

    private Ledger(FileOutputStream file) {
        this.file = file;
    }

    /** Goes on in the file of an earlier run, or begins one. A line that a killed run left half written is ended. */
    public static Ledger at(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        boolean torn = Files.exists(path) && !endsWithNewline(path);
        var file = new FileOutputStream(path.toFile(), true);
        if (torn) {
            file.write('\n');
        }
        return new Ledger(file);
    }

    private static boolean endsWithNewline(Path path) throws IOException {
        try (var file = FileChannel.open(path)) {
            var last = ByteBuffer.allocate(1);
            return file.size() == 0 || (file.read(last, file.size() - 1) == 1 && last.get(0) == '\n');
        }
    }

    /** A power controller carried out a command. @param request its X-Request-Id; empty when it had none */
    public void powerCommand(String machine, String command, String request) {
        write(line("power-command", machine).put("command", command).put("request", request));
    }

    /** A machine booted what a script gave it. @param action inspect, install or wipe */
    public void bootScript(String machine, String action, String nonce) {
        write(line("boot-script", machine).put("action", action).put("nonce", nonce));
    }

    /** From here on the disk holds no system. */
    public void imageBegun(String machine, String nonce) {
        write(line("image-begun", machine).put("nonce", nonce));
    }

    /** The disk holds a system that starts. */
    public void imageWritten(String machine, String nonce) {
        write(line("image-written", machine).put("nonce", nonce));
    }

    public void diskWiped(String machine, String nonce) {
        write(line("disk-wiped", machine).put("nonce", nonce));
    }

    /** A node was given its join configuration in exchange for its nonce. */
    public void tokenClaimed(String machine, String nonce) {
        write(line("token-claimed", machine).put("nonce", nonce));
    }

    /** The boot door answered 2xx. @param report inspection, progress, wiped, failure or phone-home */
    public void bootReportAcknowledged(String report, String nonce, JsonNode body) {
        write(line("boot-report-acknowledged", report)
                .put("nonce", nonce)
                .put("step", body.path("step").asString("")));
    }

    /** A door answered 2xx and named the event. */
    public void eventAcknowledged(String what, String eventId) {
        write(line("event-acknowledged", what).put("eventId", eventId));
    }

    /** The agents' door answered 2xx. */
    public void agentReportAcknowledged(String cluster, long sequence) {
        write(line("agent-report-acknowledged", cluster).put("sequence", sequence));
    }

    /** @param addresses where the cluster takes requests in */
    public void clusterStarted(String cluster, Collection<String> addresses) {
        var line = line("cluster-started", cluster);
        addresses.forEach(line.putArray("addresses")::add);
        write(line);
    }

    /** The first server is gone: nothing runs there any more. */
    public void clusterStopped(String cluster) {
        write(line("cluster-stopped", cluster));
    }

    public void agentStarted(String cluster) {
        write(line("agent-started", cluster));
    }

    public void agentStopped(String cluster) {
        write(line("agent-stopped", cluster));
    }

    /** Objects of a revision were applied that were not there before. */
    public void objectApplied(String cluster, String app, int revision, int replicas) {
        write(line("object-applied", cluster)
                .put("app", app)
                .put("revision", revision)
                .put("replicas", replicas));
    }

    public void objectRemoved(String cluster, String app) {
        write(line("object-removed", cluster).put("app", app));
    }

    /** @param addresses of the answer, A and AAAA together; empty when there were none */
    public void dnsAnswer(String name, String site, Collection<String> addresses) {
        var line = line("dns-answer", name).put("site", site);
        addresses.forEach(line.putArray("addresses")::add);
        write(line);
    }

    private static ObjectNode line(String kind, String subject) {
        return JSON.createObjectNode()
                .put("at", System.currentTimeMillis())
                .put("kind", kind)
                .put("subject", subject);
    }

    private void write(ObjectNode line) {
        byte[] bytes = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (file) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
