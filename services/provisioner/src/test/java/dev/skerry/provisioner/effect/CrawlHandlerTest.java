package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.Published;
import dev.skerry.provisioner.wire.Bytes;
import dev.skerry.runtime.PoisonException;
import dev.skerry.runtime.Secrets;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.Source;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import dev.skerry.schemas.provisioning.BmcCrawled;
import dev.skerry.schemas.provisioning.FoundSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CrawlHandlerTest {

    private static final String CRAWL = "019e2a3b-0000-7000-8000-000000000001";
    private static final String ROOT = "/redfish/v1/";
    private static final String SYSTEMS = ROOT + "Systems";
    private static final String SYSTEM = SYSTEMS + "/1";
    private static final String NICS = SYSTEM + "/nics";
    private static final String MAC = "52:54:00:00:01:0a";
    private static final String LINKED = "52:54:00:00:01:0b";

    @TempDir
    Path folder;

    private final Published published = new Published();
    private RedfishPeer peer;
    private CrawlHandler handler;

    @BeforeEach
    void start() throws IOException {
        Bytes.trustOurs();
        secret("username", "admin");
        secret("password", "secret");
        handler = handler(Duration.ofSeconds(20));
        peer = machines(new RedfishPeer());
    }

    @AfterEach
    void stop() {
        handler.close();
        peer.close();
    }

    private CrawlHandler handler(Duration limit) {
        return new CrawlHandler(published, new RedfishClients(new BmcSecrets(new Secrets(folder))), limit);
    }

    private static RedfishPeer machines(RedfishPeer peer) {
        peer.resources.putAll(Map.of(
                ROOT,
                "{\"Systems\":{\"@odata.id\":\"" + SYSTEMS + "\"}}",
                SYSTEMS,
                members(SYSTEM),
                SYSTEM,
                """
                {"UUID":"27946B59-9E44-4FA7-8E91-F3527A1EF094","SerialNumber":" SN-1 ",
                 "EthernetInterfaces":{"@odata.id":"%s"}}""".formatted(NICS),
                NICS,
                members(NICS + "/1", NICS + "/2", NICS + "/3", NICS + "/4", NICS + "/5"),
                NICS + "/1",
                "{\"MACAddress\":\"52-54-00-00-01-0A\"}",
                NICS + "/2",
                "{\"MACAddress\":\"02:00:00:00:00:01\",\"PermanentMACAddress\":\"" + LINKED
                        + "\",\"LinkStatus\":\"LinkUp\"}",
                NICS + "/3",
                "{\"MACAddress\":\"00:00:00:00:00:00\"}",
                NICS + "/4",
                "{\"MACAddress\":null}",
                NICS + "/5",
                "{\"MACAddress\":\"01:00:5e:00:00:01\"}"));
        return peer;
    }

    @Test
    void machinesAreAnnouncedAndThenTold() {
        BmcCrawled crawled = crawl(peer.service());

        assertThat(crawled)
                .isEqualTo(new BmcCrawled(
                        CRAWL,
                        "lab",
                        peer.service(),
                        List.of(new FoundSystem(
                                peer.service() + SYSTEM,
                                List.of(LINKED, MAC),
                                "SN-1",
                                "27946b59-9e44-4fa7-8e91-f3527a1ef094")),
                        ""));
        assertThat(published.events)
                .containsExactly(
                        new Published.Event(
                                Topics.MACHINE_REQUESTS,
                                LINKED,
                                MachineAnnounced.newBuilder()
                                        .setMacs(List.of(LINKED, MAC))
                                        .setSite("lab")
                                        .setSource(Source.BMC_CRAWL)
                                        .setBmc(Bmc.newBuilder()
                                                .setProtocol(BmcProtocol.REDFISH)
                                                .setAddress(peer.service() + SYSTEM)
                                                .setCredentialsRef("lab")
                                                .build())
                                        .build(),
                                "chain"),
                        new Published.Event(Topics.CRAWL_EVENTS, CRAWL, crawled, "chain"));
        assertThat(peer.calls)
                .as("nothing but reads, and no credentials at the root")
                .isEmpty();
    }

    @Test
    void aControllerWithoutBasicAuthenticationIsLoggedInToAndOutOf() {
        peer.sessions = true;
        assertThat(crawl(peer.service()).getSystems()).hasSize(1);
        assertThat(peer.calls)
                .containsExactly(
                        "POST /redfish/v1/SessionService/Sessions", "DELETE /redfish/v1/SessionService/Sessions/1");
    }

    @Test
    void aMachineWithoutMacsIsToldAndNotAnnounced() {
        peer.resources.put(SYSTEM, "{}");
        assertThat(crawl(peer.service()).getSystems())
                .containsExactly(new FoundSystem(peer.service() + SYSTEM, List.of(), "", ""));
        assertThat(published.events).hasSize(1);
    }

    @Test
    void nobodyElseIsAsked() throws IOException {
        try (RedfishPeer other = machines(new RedfishPeer())) {
            for (String path : List.of(ROOT, SYSTEMS, SYSTEM, NICS)) {
                String own = peer.resources.getOrDefault(path, "");
                peer.resources.put(path, own.replace("\"/redfish", "\"" + other.service() + "/redfish"));
                assertThat(crawl(peer.service()).getReason()).as(path).contains("is on another host");
                peer.resources.put(path, own);
            }
            assertThat(other.asked).hasValue(0);
        }
        assertThat(published.events).extracting(Published.Event::topic).containsOnly(Topics.CRAWL_EVENTS);
    }

    @Test
    void wrongCredentialsAreSaidWithoutThem() throws IOException {
        secret("password", "other");
        assertThat(crawl(peer.service()).getReason())
                .contains("401", "credentialsRef")
                .doesNotContain("other");
        Files.delete(folder.resolve("bmc/lab/password"));
        assertThat(crawl(peer.service()).getReason()).contains("there is no secret bmc/lab/password");
    }

    @Test
    void whatIsNoRedfishServiceIsSaid() {
        peer.resources.put(ROOT, "<html>");
        assertThat(crawl(peer.service()).getReason()).contains("is it a Redfish");
        peer.resources.put(ROOT, "{}");
        assertThat(crawl(peer.service()).getReason()).contains("no Redfish service with systems");
        peer.resources.put(ROOT, "{\"Systems\":{\"@odata.id\":\"" + SYSTEMS + "\"}}");
        peer.resources.put(SYSTEMS, members());
        assertThat(crawl(peer.service()).getReason()).isEqualTo("it has no systems");
        assertThat(crawl("http://127.0.0.1:1").getReason()).contains("127.0.0.1:1 does not answer");
    }

    @Test
    void aControllerThatTakesTooLongIsLeft() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CrawlHandler impatient = handler(Duration.ofMillis(200))) {
            impatient.handle(request("http://127.0.0.1:" + silent.getLocalPort()), Published.headers("chain"));
            assertThat(published.last(BmcCrawled.class).getReason()).contains("within the time limit");
        }
    }

    @Test
    void onlyACertificateThatIsTrustedIsSpokenTo() throws Exception {
        Tls tls = Tls.selfSigned(folder);
        try (RedfishPeer secured = machines(new RedfishPeer(tls.server()))) {
            assertThat(crawl(secured.service()).getReason()).contains("is not trusted", "bmc/NAME/cert.sha256");
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(tls.certificate().getEncoded());
            secret("cert.sha256", HexFormat.of().formatHex(hash));
            assertThat(crawl(secured.service()).getSystems()).hasSize(1);
        }
    }

    @Test
    void whatIsReadIsBounded() {
        String[] many =
                IntStream.range(0, 64).mapToObj(each -> NICS + "/" + each).toArray(String[]::new);
        IntStream.range(0, 64)
                .forEach(each -> peer.resources.put(
                        NICS + "/" + each, "{\"MACAddress\":\"52:54:00:00:02:%02x\"}".formatted(each)));
        peer.resources.put(NICS, members(many));
        assertThat(crawl(peer.service()).getSystems().getFirst().getMacs()).hasSize(16);
        peer.resources.put(
                NICS,
                members(IntStream.range(0, 65)
                        .mapToObj(each -> NICS + "/" + each)
                        .toArray(String[]::new)));
        assertThat(crawl(peer.service()).getReason()).contains("more than 64 members");
        peer.resources.put(NICS, members(NICS + "/" + "x".repeat(600)));
        assertThat(crawl(peer.service()).getReason()).contains("more than 512 characters");
        peer.resources.put(NICS, members("ftp://" + "x\\u001b".repeat(60)));
        assertThat(crawl(peer.service()).getReason())
                .hasSizeLessThanOrEqualTo(500)
                .doesNotContain("\u001b");
        peer.resources.put(SYSTEM, "{\"SerialNumber\":\"\\u001b[2J\",\"UUID\":\"no\"}");
        assertThat(crawl(peer.service()).getSystems())
                .containsExactly(new FoundSystem(peer.service() + SYSTEM, List.of(), "", ""));
    }

    /** Whatever stands in place of a value, there is one outcome, and no exception. */
    @Test
    void whateverAControllerSaysThereIsOneOutcome() {
        List<String> hostile = List.of(
                "null",
                "1",
                "\"\"",
                "[]",
                "{}",
                "[[null]]",
                "\"//x\"",
                "\"%zz\"",
                "\"::\"",
                "\"a b\"",
                "\"\\u0000\"",
                "\"æ\"",
                "{\"@odata.id\":1}",
                "{\"@odata.id\":\"?\"}",
                "{\"@odata.id\":\"\\\\\"}",
                "9".repeat(5_000));
        int crawls = 0;
        for (String path : List.of(ROOT, SYSTEMS, SYSTEM, NICS, NICS + "/2")) {
            String own = peer.resources.getOrDefault(path, "");
            for (String name : List.of(
                    "Systems", "Members", "SerialNumber", "UUID", "EthernetInterfaces", "MACAddress", "LinkStatus")) {
                for (String value : own.contains("\"" + name + "\"") ? hostile : List.<String>of()) {
                    peer.resources.put(path, "{\"" + name + "\":" + value + "}");
                    crawl(peer.service());
                    crawls++;
                }
            }
            peer.resources.put(path, own);
        }
        assertThat(crawls).isGreaterThan(100);
        assertThat(published.events.stream().filter(event -> event.topic().equals(Topics.CRAWL_EVENTS)))
                .hasSize(crawls);
    }

    @ParameterizedTest
    @CsvSource({
        "'', http://h, lab, site",
        "lab, h, lab, address",
        "lab, ftp://h, lab, address",
        "lab, http://h/redfish/v1, lab, address",
        "lab, http://a:s3cret@h, lab, address",
        "lab, ipmi://h, lab, address",
        "lab, http://h, ../s3cret, credentialsRef",
        "lab, http://h, '', credentialsRef"
    })
    void aRequestThatIsNoneIsADeadLetter(String site, String address, String credentials, String field) {
        BmcCrawlRequested bad = new BmcCrawlRequested(CRAWL, site, address, credentials, "");
        assertThatThrownBy(() -> handler.handle(bad, Published.headers("chain")))
                .isInstanceOf(PoisonException.class)
                .hasMessageStartingWith(field + ": ")
                .hasMessageNotContaining("s3cret");
        assertThat(published.events).isEmpty();
    }

    @Test
    void aCrawlWithoutAnIdIsADeadLetter() {
        BmcCrawlRequested bad = new BmcCrawlRequested("æ", "lab", peer.service(), "lab", "");
        assertThatThrownBy(() -> handler.handle(bad, Published.headers("chain")))
                .isInstanceOf(PoisonException.class)
                .hasMessageStartingWith("crawlId: ");
    }

    private BmcCrawled crawl(String address) {
        handler.handle(request(address), Published.headers("chain"));
        return published.last(BmcCrawled.class);
    }

    private static BmcCrawlRequested request(String address) {
        return new BmcCrawlRequested(CRAWL, "lab", address, "lab", "");
    }

    private static String members(String... links) {
        return Stream.of(links)
                .map(link -> "{\"@odata.id\":\"" + link + "\"}")
                .collect(Collectors.joining(",", "{\"Members\":[", "]}"));
    }

    private void secret(String name, String value) throws IOException {
        Path file = folder.resolve("bmc/lab/" + name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, value);
    }
}
