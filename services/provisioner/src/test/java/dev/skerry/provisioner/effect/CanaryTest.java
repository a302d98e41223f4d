package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.Published;
import dev.skerry.provisioner.wire.Bytes;
import dev.skerry.runtime.Secrets;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import dev.skerry.schemas.provisioning.BmcCrawled;
import dev.skerry.schemas.provisioning.PowerAction;
import dev.skerry.schemas.provisioning.PowerOutcome;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.PowerTaskEnded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A power controller's password stands in no event, no log and no argument of a program, whatever goes wrong. */
@Timeout(60)
class CanaryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String CANARY = "Canary-7c1e5";

    @TempDir
    Path folder;

    private final PrintStream stdout = System.out;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Published published = new Published();
    private final StringBuilder arguments = new StringBuilder();
    private final Deque<Programs.Ended> answers = new ArrayDeque<>();
    private RedfishPeer peer;
    private PowerTaskHandler handler;
    private int tasks;

    @BeforeEach
    void start() throws IOException {
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        Bytes.trustOurs();
        peer = new RedfishPeer();
        secret("username", "admin");
        secret("password", CANARY);
        BmcSecrets secrets = new BmcSecrets(new Secrets(folder));
        RedfishClients clients = new RedfishClients(secrets);
        IpmiTool tool = new IpmiTool(secrets, (command, _, _) -> {
            arguments.append(command).append('\n');
            return answers.remove();
        });
        Duration poll = Duration.ofMillis(5);
        handler = new PowerTaskHandler(
                published,
                new PowerControllers(
                        new PowerSequence(
                                (order, guard) -> RedfishDoor.to(
                                        order, clients, _ -> URI.create("http://127.0.0.1/boot.iso"), guard),
                                poll),
                        new PowerSequence((order, guard) -> new IpmiDoor(tool, order.bmc(), guard), poll),
                        new WakeOnLanController(InetSocketAddress.createUnresolved("127.0.0.1", 9))),
                (_, _) -> false,
                _ -> false,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        System.setOut(stdout);
        handler.close();
        peer.close();
    }

    @Test
    void itIsNowhere() throws IOException {
        assertThat(redfish(peer.address())).isEqualTo(PowerOutcome.PERMANENT_FAILURE);
        peer.faults.addAll(Collections.nCopies(3, 500));
        assertThat(redfish(peer.address())).isEqualTo(PowerOutcome.TRANSIENT_FAILURE);
        assertThat(redfish("http://127.0.0.1:1/redfish/v1/Systems/one")).isEqualTo(PowerOutcome.TRANSIENT_FAILURE);
        assertThat(redfish("https://127.0.0.1:1/{")).isEqualTo(PowerOutcome.PERMANENT_FAILURE);
        crawl(peer.service());
        crawl("https://127.0.0.1:1");
        secret("cert.sha256", CANARY);
        crawl(peer.service());
        assertThat(redfish(peer.address())).isEqualTo(PowerOutcome.PERMANENT_FAILURE);

        assertThat(ipmi(0, "Chassis Power is on")).isEqualTo(PowerOutcome.SUCCEEDED);
        assertThat(ipmi(1, "> RAKP 2 HMAC is invalid")).isEqualTo(PowerOutcome.PERMANENT_FAILURE);
        assertThat(ipmi(1, "Unable to use " + CANARY)).isEqualTo(PowerOutcome.TRANSIENT_FAILURE);

        String said = log.toString(StandardCharsets.UTF_8);
        assertThat(said)
                .contains("m1/1: ")
                .contains("m1/8: ", "told of no machine")
                .contains("Unable to use ...");
        assertThat(arguments).contains("ipmitool").contains("admin");
        String encoded = Base64.getEncoder().encodeToString(("admin:" + CANARY).getBytes(StandardCharsets.UTF_8));
        assertThat(said + published.events + arguments)
                .doesNotContain(CANARY)
                .doesNotContain(encoded)
                .doesNotContain(encoded.substring(8, encoded.length() - 4));
        LoggerFactory.getLogger(CanaryTest.class).info("the log that is searched is this one: {}", CANARY);
        assertThat(log.toString(StandardCharsets.UTF_8)).contains(CANARY);
    }

    private PowerOutcome redfish(String address) {
        return ended(BmcProtocol.REDFISH, address);
    }

    private void crawl(String address) {
        try (CrawlHandler crawls = new CrawlHandler(published, new Secrets(folder))) {
            crawls.handle(
                    new BmcCrawlRequested("019e2a3b-0000-7000-8000-000000000001", "lab", address, "sim", ""),
                    Published.headers("chain"));
        }
        assertThat(published.last(BmcCrawled.class).getReason()).isNotEmpty();
    }

    /** The controller's answer to whatever it is asked. */
    private PowerOutcome ipmi(int code, String output) {
        answers.clear();
        answers.addAll(Collections.nCopies(3, new Programs.Ended(code, output)));
        return ended(BmcProtocol.IPMI, "10.0.0.7");
    }

    private PowerOutcome ended(BmcProtocol protocol, String address) {
        handler.handle(
                PowerTask.newBuilder()
                        .setTaskId("m1/" + ++tasks)
                        .setMachineId("m1")
                        .setAttempt(1)
                        .setAction(PowerAction.POWER_ON)
                        .setBmc(Bmc.newBuilder()
                                .setProtocol(protocol)
                                .setAddress(address)
                                .setCredentialsRef("sim")
                                .build())
                        .setMacs(List.of("52:54:00:00:01:01"))
                        .setDeadline(NOW.plusSeconds(60))
                        .build(),
                Published.headers("chain"));
        return published.last(PowerTaskEnded.class).getOutcome();
    }

    private void secret(String name, String value) throws IOException {
        Path file = folder.resolve("bmc/sim/" + name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, value);
    }
}
