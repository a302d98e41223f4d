package dev.skerry.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.cli.ApiServer;
import dev.skerry.cli.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    private static final String SITE = "{\"site\":\"copenhagen\",\"displayName\":\"Copenhagen\",\"latitude\":55.6761,"
            + "\"longitude\":12.5683,\"region\":\"emea/dk\",\"clientPrefixes\":[\"10.1.0.0/16\"],\"approval\":\"AUTOMATIC\"}";
    private static final String ACCEPTED = "{\"eventId\":\"0199\",\"correlationId\":\"0199\",\"key\":\"k\"}";

    @TempDir
    private Path home = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private ApiServer api = apiServer();
    private String piped = "";

    private static ApiServer apiServer() {
        try {
            return new ApiServer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void noStateOfThisMachine() {
        assertThat(home).isEmptyDirectory();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void getShowsATableOnStdoutAlone() {
        api.on("GET /api/v1/sites", 200, "{\"items\":[" + SITE + "]}");
        assertThat(run("get", "sites")).isZero();
        assertThat(out()).isEqualTo("""
            SITE        NAME        REGION   LATITUDE  LONGITUDE  APPROVAL   PREFIXES
            copenhagen  Copenhagen  emea/dk  55.6761   12.5683    automatic  10.1.0.0/16
            """);
        assertThat(err()).isEmpty();
    }

    @Test
    void getShowsOneAsJsonOrYaml() {
        api.on("GET /api/v1/sites/copenhagen", 200, SITE);
        assertThat(run("get", "sites", "copenhagen", "-o", "json")).isZero();
        assertThat(out()).contains("\"region\" : \"emea/dk\"");
        assertThat(run("get", "sites", "copenhagen", "-o", "yaml")).isZero();
        assertThat(out()).startsWith("site: copenhagen\n").contains("region: emea/dk\n");
    }

    @Test
    void whatIsNotThereEndsWith4() {
        api.on("GET /api/v1/clusters/x", 404, "{\"detail\":\"there is no cluster x\",\"remedy\":\"see the list\"}");
        assertThat(run("get", "clusters", "x")).isEqualTo(4);
        assertThat(err()).isEqualTo("there is no cluster x; see the list\n");
        assertThat(out()).isEmpty();
    }

    @Test
    void namesAreEscapedAndAppsHaveTwoParts() {
        api.on("GET /api/v1/apps/acme/shop", 200, "{\"app\":\"acme/shop\",\"phase\":\"AVAILABLE\"}")
                .on("GET /api/v1/machines/52%3A54%3A00%3A00%3A01%3A01", 200, "{\"name\":\"cph-1\"}");
        assertThat(run("get", "apps", "acme/shop")).isZero();
        assertThat(out()).contains("acme/shop");
        assertThat(run("get", "machines", "52:54:00:00:01:01")).isZero();
        assertThat(out()).contains("cph-1");
    }

    @Test
    void placementsOfOneAppAreFound() {
        api.on(
                "GET /api/v1/placements",
                200,
                "{\"items\":[{\"app\":\"a/b\",\"clusterId\":\"c\"},{\"app\":\"a/x\",\"clusterId\":\"c\"}]}");
        assertThat(run("get", "placements", "a/b@c")).isZero();
        assertThat(out()).contains("a/b").doesNotContain("a/x");
        assertThat(run("get", "placements", "a/c")).isEqualTo(4);
    }

    @Test
    void aSitesBootConfigurationLeasesItsPrefixes() {
        api.on("GET /api/v1/sites/copenhagen", 200, SITE);
        assertThat(run("site", "boot-config", "copenhagen", "--boot-url", "http://10.1.0.2:8080/"))
                .isZero();
        assertThat(out())
                .contains("dhcp-range=set:range0,10.1.128.0,10.1.143.255,255.255.0.0,1h\n")
                .contains("dhcp-boot=tag:ipxe,http://10.1.0.2:8080/boot/copenhagen/boot.ipxe\n")
                .doesNotContain("proxy");
        assertThat(err()).isEmpty();
    }

    @Test
    void besideAnotherServerItLeasesNothing() {
        api.on("GET /api/v1/sites/copenhagen", 200, SITE);
        assertThat(run("site", "boot-config", "copenhagen", "--proxy", "--boot-url", "http://10.1.0.2:8080"))
                .isZero();
        assertThat(out()).contains("dhcp-range=10.1.0.0,proxy,255.255.0.0\n").contains("pxe-service=tag:!ipxe,7,");
    }

    @Test
    void rangesAndRoutersLieInANetwork() {
        api.on("GET /api/v1/sites/copenhagen", 200, SITE);
        String[] usual = {
            "site", "boot-config", "copenhagen", "--boot-url", "http://10.1.0.2:8080", "--subnet", "10.9.0.0/24"
        };
        assertThat(run(and(usual, "--range", "10.9.0.50-10.9.0.90", "--router", "10.9.0.1", "--interface", "eth1")))
                .isZero();
        assertThat(out())
                .contains("dhcp-range=set:range0,10.9.0.50,10.9.0.90,255.255.255.0,1h\n")
                .contains("dhcp-option=tag:range0,option:router,10.9.0.1\n")
                .contains("interface=eth1\nbind-dynamic\n");
        assertThat(run(and(usual, "--range", "10.8.0.50-10.8.0.90"))).isEqualTo(2);
        assertThat(err()).contains("10.8.0.50 is in none of [10.9.0.0/24]; name its network with --subnet");
        assertThat(run(and(usual, "--range", "10.9.0.90-10.9.0.50"))).isEqualTo(2);
        assertThat(run(and(usual, "--router", "10.8.0.1"))).isEqualTo(2);
        assertThat(run(and(usual, "--interface", "eth0\ndhcp-script=/tmp/x"))).isEqualTo(2);
        assertThat(run(and(usual, "--proxy", "--router", "10.9.0.1"))).isEqualTo(2);
        assertThat(run(and(usual, "--subnet", "10.9.0.1/24"))).isEqualTo(2);
        assertThat(run("site", "boot-config", "copenhagen", "--boot-url", "ftp://x"))
                .isEqualTo(2);
        assertThat(run("site", "boot-config", "nowhere", "--boot-url", "http://x"))
                .isEqualTo(4);
    }

    private static String[] and(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    @Test
    void leasesBecomeAnnouncementsOfTheirSite() throws IOException {
        Path leases = Files.writeString(home.resolve("leases"), "0 52:54:00:00:01:02 10.1.0.132 * *\n");
        api.on("POST /api/v1/machines?source=dhcp", 202, ACCEPTED);
        assertThat(run("discover", "leases", leases.toString(), "--site", "copenhagen"))
                .isZero();
        assertThat(out()).isEqualTo("Machine 52:54:00:00:01:02  requested  0199\n");
        assertThat(api.calls()).singleElement().asString().contains("\"site\":\"copenhagen\"");
        assertThat(run("discover", "leases", leases.toString())).isEqualTo(2);
        assertThat(run("discover", "leases", "nothing", "--site", "copenhagen")).isEqualTo(2);
    }

    @Test
    void powerControllersAreAskedByTheProvisioner() {
        api.on("POST /api/v1/crawls", 202, CRAWL)
                .on("GET /api/v1/crawls/0199c", 200, crawl("\"https://10.0.9.2\"", FOUND))
                .on("GET /api/v1/crawls/0199c", 200, crawl("", FOUND + "," + NOT_FOUND));
        assertThat(run("discover", "bmc", "10.0.9.0/30", "--site", "lab", "--credentials", "ours"))
                .isZero();
        assertThat(api.calls().getFirst())
                .isEqualTo(
                        "POST /api/v1/crawls {\"site\":\"lab\",\"credentialsRef\":\"ours\",\"addresses\":[\"10.0.9.1\",\"10.0.9.2\"]}");
        assertThat(out()).isEqualTo("""
                        https://10.0.9.1: https://10.0.9.1/redfish/v1/Systems/1, serial SN-1, UUID none, MACs 52:54:00:00:01:03 52:54:00:00:01:04
                        https://10.0.9.1: https://10.0.9.1/redfish/v1/Systems/2, serial none, UUID u-2, no MAC, so it is not announced: apply a document with its MACs
                        """);
        assertThat(err()).contains("crawl 0199c is requested", "https://10.0.9.2: it does not answer");
        assertThat(run("discover", "bmc", "10.0.9.1", "--site", "lab", "--credentials", "ours", "-o", "json"))
                .isZero();
        assertThat(out()).contains("\"outcomes\"");
    }

    @Test
    void aCrawlThatFindsNothingFails() {
        api.on("POST /api/v1/crawls", 202, CRAWL).on("GET /api/v1/crawls/0199c", 200, crawl("", NOT_FOUND));
        assertThat(run("discover", "bmc", "10.0.9.2", "--site", "lab", "--credentials", "ours"))
                .isEqualTo(1);
        assertThat(err()).contains("no machine was found");
        assertThat(run("discover", "bmc", "10.0.0.0/8", "--site", "lab", "--credentials", "ours"))
                .isEqualTo(2);
    }

    @Test
    void aCrawlIsNotWaitedForEndlessly() {
        api.on("POST /api/v1/crawls", 202, CRAWL)
                .on("GET /api/v1/crawls/0199c", 200, crawl("\"https://10.0.9.2\"", FOUND));
        assertThat(run("discover", "bmc", "10.0.9.0/30", "--site", "lab", "--credentials", "ours", "--timeout", "1"))
                .isEqualTo(6);
        assertThat(err()).contains("https://10.0.9.2: no outcome yet", "./skerry trace 0199c");
        assertThat(run("discover", "bmc", "10.0.9.1", "--site", "lab", "--credentials", "ours", "--timeout", "0"))
                .isEqualTo(2);
    }

    private static final String CRAWL = "{\"eventId\":\"e\",\"correlationId\":\"0199c\",\"key\":\"0199c\"}";
    private static final String FOUND = """
            {"address":"https://10.0.9.1","reason":"","systems":[
             {"url":"https://10.0.9.1/redfish/v1/Systems/1","macs":["52:54:00:00:01:03","52:54:00:00:01:04"],"serial":"SN-1","smbiosUuid":""},
             {"url":"https://10.0.9.1/redfish/v1/Systems/2","macs":[],"serial":"","smbiosUuid":"u-2"}]}""";
    private static final String NOT_FOUND =
            "{\"address\":\"https://10.0.9.2\",\"systems\":[],\"reason\":\"it does not answer\"}";

    private static String crawl(String waiting, String outcomes) {
        return "{\"crawlId\":\"0199c\",\"site\":\"lab\",\"waiting\":[%s],\"outcomes\":[%s]}"
                .formatted(waiting, outcomes);
    }

    @Test
    void aWrongCommandLineEndsWith2() {
        assertThat(run("get", "things")).isEqualTo(2);
        assertThat(run("get", "sites", "-o", "xml")).isEqualTo(2);
        assertThat(run("apply")).isEqualTo(2);
        assertThat(err()).contains("'./skerry apply --help' says how it is written");
        assertThat(run("demo", "--sites", "5", "--machines", "2")).isEqualTo(2);
        assertThat(run("demo", "--faults", "some")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(out()).isEmpty();
    }

    @Test
    void aFleetThatDoesNotAnswerEndsWith5() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            nobody = socket.getLocalPort();
        }
        assertThat(runPlain("get", "sites", "--api", "http://127.0.0.1:" + nobody))
                .isEqualTo(5);
        assertThat(err()).contains("no fleet answers at http://127.0.0.1:" + nobody, "./skerry up");
        assertThat(runPlain("get", "sites")).isEqualTo(5);
        assertThat(err()).contains("no fleet runs on " + home.resolve(".skerry"));
    }

    @Test
    void theFleetOnThisMachineIsFoundByItsStateFolder() throws IOException {
        api.on("GET /api/v1/sites", 200, "{\"items\":[]}");
        Path demo = Files.createDirectories(home.resolve(".skerry/demo"));
        Files.writeString(
                demo.resolve("endpoints.json"),
                endpoints(ProcessHandle.current().pid()));
        assertThat(runPlain("get", "sites")).isZero();
        Path other = Files.createDirectories(home.resolve("other"));
        Files.writeString(other.resolve("endpoints.json"), endpoints(Integer.MAX_VALUE));
        assertThat(runPlain("get", "sites", "--state", other.toString())).isEqualTo(5);
    }

    private String endpoints(long pid) {
        return ("{\"api\":\"%s\",\"provisioner\":\"\",\"installer\":\"\",\"agents\":\"\",\"dns\":\"\",\"zone\":\"\","
                        + "\"broker\":\"\",\"registry\":\"\",\"inventory\":\"\",\"dnsRegistry\":\"\",\"secrets\":\"\","
                        + "\"wakeOnLanPort\":1,\"simBmcPort\":2,\"simControlPort\":3,\"pid\":%d}")
                .formatted(api.url(), pid);
    }

    @Test
    void applyPostsSitesFirstAndTheRestOnceTheyAreOnRecord() {
        api.on("POST /api/v1/sites", 202, ACCEPTED)
                .on("POST /api/v1/machines?source=file", 202, ACCEPTED)
                .on("POST /api/v1/apps", 202, ACCEPTED)
                .on("GET /api/v1/sites", 200, "{\"items\":[]}")
                .on("GET /api/v1/sites", 200, "{\"items\":[" + SITE + "]}");
        piped = """
            kind: App
            metadata: {tenant: acme, name: shop}
            ---
            kind: Machine
            metadata: {name: cph-1}
            spec: {macs: ["52:54:00:00:01:01"]}
            ---
            kind: Site
            metadata: {name: copenhagen}
            """;
        assertThat(run("apply", "-f", "-")).isZero();
        assertThat(api.calls())
                .extracting(call -> call.split(" \\{", 2)[0])
                .containsExactly(
                        "POST /api/v1/sites",
                        "GET /api/v1/sites",
                        "GET /api/v1/sites",
                        "POST /api/v1/machines?source=file",
                        "POST /api/v1/apps");
        assertThat(out()).isEqualTo("""
            Site copenhagen  requested  0199
            Machine cph-1  requested  0199
            App acme/shop  requested  0199
            """);
    }

    @Test
    void whatTheFleetRefusesIsToldWithItsPlaceAndTheRestIsApplied() {
        api.on(
                        "POST /api/v1/machines?source=file",
                        422,
                        "{\"detail\":\"\\\"x\\\" is not a MAC address\",\"field\":\"spec.macs[0]\",\"remedy\":\"write"
                                + " six octets\"}")
                .on("POST /api/v1/machines?source=file", 202, ACCEPTED);
        piped = "mac,site,name\nx,copenhagen,cph-1\n52:54:00:00:01:02,copenhagen,cph-2\n";
        assertThat(run("apply", "-f", "-", "-o", "json")).isEqualTo(3);
        assertThat(err())
                .contains(": spec.macs[0]: \"x\" is not a MAC address; write six octets\n")
                .endsWith("1 of 2 documents were refused\n");
        assertThat(err()).startsWith("stdin: line ");
        assertThat(out()).contains("\"eventId\" : \"0199\"");
    }

    @Test
    void aBusyFleetIsAskedAgain() {
        api.busy("POST /api/v1/apps").busy("POST /api/v1/apps").on("POST /api/v1/apps", 202, ACCEPTED);
        piped = "kind: App\nmetadata: {tenant: a, name: b}\n";
        assertThat(run("apply", "-f", "-")).isZero();
        assertThat(api.calls()).hasSize(3);
    }

    @Test
    void aFleetThatStaysBusyEndsWith5() {
        api.busy("POST /api/v1/apps");
        piped = "kind: App\nmetadata: {tenant: a, name: b}\n";
        assertThat(run("apply", "-f", "-")).isEqualTo(5);
        assertThat(err()).startsWith("stdin: document 1 (App a/b): ");
        assertThat(api.calls()).hasSize(5);
    }

    @Test
    void badFilesEndWith3() throws IOException {
        Path csv = Files.writeString(home.resolve("m.csv"), "mac,name\n52:54:00:00:01:01,a\n");
        assertThat(run("apply", "-f", csv.toString())).isEqualTo(3);
        assertThat(err()).contains("the column \"site\" is missing");
        assertThat(api.calls()).isEmpty();
    }

    @Test
    void traceShowsTheSecondsFromEventToEvent() {
        api.on("GET /api/v1/traces/cph-1", 200, """
            {"items":[
             {"time":"2026-03-01T12:00:00Z","type":"dev.skerry.schemas.inventory.MachineAnnounced","source":"app-manager","key":"k","summary":"announced"},
             {"time":"2026-03-01T12:00:01.250Z","type":"dev.skerry.schemas.inventory.MachineDiscovered","source":"inventory","key":"k","summary":"discovered"}],
             "complete":true}\
            """);
        assertThat(run("trace", "cph-1")).isZero();
        assertThat(out().lines().skip(1))
                .containsExactly(
                        "2026-03-01T12:00:00Z      -        app-manager  MachineAnnounced   k    announced",
                        "2026-03-01T12:00:01.250Z  +1.250   inventory    MachineDiscovered  k    discovered");
    }

    @Test
    void explainShowsWhy() {
        api.on(
                "GET /api/v1/apps/acme/shop/explain",
                200,
                "{\"app\":\"acme/shop\",\"why\":[\"revision 1 is PENDING\",\"c refused: full\"]}");
        assertThat(run("explain", "app", "acme/shop")).isZero();
        assertThat(out()).isEqualTo("acme/shop\n  revision 1 is PENDING\n  c refused: full\n");
    }

    @Test
    void machineAndDeleteAskWithAReason() {
        api.on("POST /api/v1/machines/cph-1/release", 202, ACCEPTED)
                .on("DELETE /api/v1/apps/acme/shop", 202, ACCEPTED)
                .on("DELETE /api/v1/installprofiles/edge", 202, ACCEPTED)
                .on("DELETE /api/v1/hardwareclasses/large", 202, ACCEPTED);
        assertThat(run("machine", "release", "cph-1", "--reason", "moved")).isZero();
        assertThat(run("delete", "app", "acme/shop")).isZero();
        assertThat(run("delete", "installprofile", "edge")).isZero();
        assertThat(run("delete", "hardwareclass", "large")).isZero();
        assertThat(api.calls())
                .containsExactly(
                        "POST /api/v1/machines/cph-1/release {\"reason\":\"moved\"}",
                        "DELETE /api/v1/apps/acme/shop",
                        "DELETE /api/v1/installprofiles/edge",
                        "DELETE /api/v1/hardwareclasses/large");
    }

    @Test
    void aMachineIsInstalledAgainHeldAndRescued() throws IOException {
        Path key = Files.writeString(home.resolve("id.pub"), "ssh-ed25519 AAAA ada\n");
        for (String action : List.of("reinstall", "hold", "unhold", "rescue", "end-rescue")) {
            api.on("POST /api/v1/machines/cph-1/" + action, 202, ACCEPTED);
        }
        assertThat(run("machine", "reinstall", "cph-1")).isZero();
        assertThat(run("machine", "hold", "cph-1", "--reason", "its fan")).isZero();
        assertThat(run("machine", "unhold", "cph-1")).isZero();
        assertThat(run("machine", "rescue", "cph-1", "--ssh-key", key.toString()))
                .isZero();
        assertThat(run("machine", "rescue", "cph-1", "--end")).isZero();
        assertThat(api.calls())
                .containsExactly(
                        "POST /api/v1/machines/cph-1/reinstall {\"reason\":\"\"}",
                        "POST /api/v1/machines/cph-1/hold {\"reason\":\"its fan\"}",
                        "POST /api/v1/machines/cph-1/unhold {\"reason\":\"\"}",
                        "POST /api/v1/machines/cph-1/rescue"
                                + " {\"reason\":\"\",\"sshKey\":\"ssh-ed25519 AAAA ada\\n\"}",
                        "POST /api/v1/machines/cph-1/end-rescue {\"reason\":\"\"}");
        assertThat(run("machine", "rescue", "cph-1")).isEqualTo(2);
        assertThat(run("machine", "rescue", "cph-1", "--ssh-key", "/nowhere/id.pub"))
                .isEqualTo(2);
        assertThat(err()).contains("--ssh-key: /nowhere/id.pub cannot be read");
    }

    @Test
    void aHeldMachineSaysWhyInItsNote() {
        api.on("GET /api/v1/machines/cph-1", 200, """
                {"name":"cph-1","lifecycle":"ACTIVE","reason":"","progress":"","hold":{"reason":"its fan"}}""");
        assertThat(run("get", "machines", "cph-1")).isZero();
        assertThat(out()).contains("on hold: its fan");
    }

    @Test
    void aMachineRetiresAndHasANicReplaced() {
        api.on("POST /api/v1/machines/cph-1/retire", 202, ACCEPTED)
                .on("POST /api/v1/machines/cph-1/replace-nic", 202, ACCEPTED);
        assertThat(run("machine", "retire", "cph-1")).isZero();
        assertThat(run("machine", "replace-nic", "cph-1", "52:54:00:00:01:01", "52:54:00:00:01:09"))
                .isZero();
        assertThat(api.calls())
                .containsExactly(
                        "POST /api/v1/machines/cph-1/retire {\"reason\":\"\"}",
                        "POST /api/v1/machines/cph-1/replace-nic"
                                + " {\"oldMac\":\"52:54:00:00:01:01\",\"newMac\":\"52:54:00:00:01:09\"}");
    }

    @Test
    void deadLettersAreListedShownAndReplayed() {
        api.on(
                        "GET /api/v1/dead-letters?limit=100&topic=apps.deployment.requests&consumer=app-manager%2Ffleet",
                        200, """
                        {"complete":false,"items":[
                         {"id":"0-2","time":"2026-03-01T12:00:01Z","topic":"t","consumer":"c","key":"k","reason":"tenant: bad"},
                         {"id":"3-7","time":"2026-03-01T12:00:00Z","topic":"t","consumer":"c","key":"k","reason":"not Avro"}]}\
                        """)
                .on("GET /api/v1/dead-letters/0-2", 200, "{\"id\":\"0-2\",\"record\":{\"tenant\":\"Ä\"}}")
                .on("POST /api/v1/dead-letters/0-2/replay", 202, ACCEPTED)
                .on("POST /api/v1/dead-letters/3-7/replay", 202, ACCEPTED);
        String[] filter = {"--topic", "apps.deployment.requests", "--consumer", "app-manager/fleet"};
        assertThat(run("dead-letters", "list", filter[0], filter[1], filter[2], filter[3]))
                .isZero();
        assertThat(out()).isEqualTo("""
            ID   TIME                  TOPIC  CONSUMER  KEY  REASON
            0-2  2026-03-01T12:00:01Z  t      c         k    tenant: bad
            3-7  2026-03-01T12:00:00Z  t      c         k    not Avro
            """);
        assertThat(err()).contains("there are more");
        assertThat(run("dead-letters", "show", "0-2")).isZero();
        assertThat(out()).contains("tenant: Ä");
        assertThat(run("dead-letters", "replay", "0-2")).isZero();
        assertThat(out()).isEqualTo("Dead letter 0-2  replayed  0199\n");
        assertThat(run("dead-letters", "replay", filter[0], filter[1], filter[2], filter[3]))
                .isZero();
        assertThat(out()).isEqualTo("Dead letter 3-7  replayed  0199\nDead letter 0-2  replayed  0199\n");
        assertThat(run("dead-letters", "replay")).isEqualTo(2);
        assertThat(run("dead-letters", "replay", "0-2", "--topic", "t")).isEqualTo(2);
    }

    @Test
    void aWatchGoesOnFromAStreamThatEndedAndShowsOnlyWhatChanged() {
        String first = "event: upsert\nid: a\ndata: {\"name\":\"a\",\"lifecycle\":\"APPROVED\"}\n\n"
                + "event: synced\ndata: {}\n\n"
                + "event: upsert\nid: a\ndata: {\"name\":\"a\",\"lifecycle\":\"INSPECTING\"}\n\n";
        String second = "event: upsert\n"
                + "id: a\n"
                + "data: {\"name\":\"a\",\"lifecycle\":\"INSPECTING\"}\n\n"
                + "event: upsert\n"
                + "id: b\n"
                + "data: {\"name\":\"b\",\"lifecycle\":\"ACTIVE\"}\n\n"
                + "event: synced\n"
                + "data: {}\n\n";
        api.stream("GET /api/v1/machines", first).stream("GET /api/v1/machines", second)
                .on("GET /api/v1/machines stream", 404, "{\"detail\":\"over\"}");
        assertThat(run("get", "machines", "--watch", "-o", "json")).isEqualTo(4);
        assertThat(out()).isEqualTo("""
            {"event":"upsert","key":"a","item":{"name":"a","lifecycle":"APPROVED"}}
            {"event":"upsert","key":"a","item":{"name":"a","lifecycle":"INSPECTING"}}
            {"event":"upsert","key":"b","item":{"name":"b","lifecycle":"ACTIVE"}}
            """);
    }

    @Test
    void aDemoDoesNotWipeAFolderThatHoldsSomethingElse() throws IOException {
        Path mine = Files.createDirectories(home.resolve("mine"));
        Files.writeString(mine.resolve("thesis.txt"), "years of work");
        assertThat(run("demo", "--state", mine.toString())).isEqualTo(2);
        assertThat(err()).contains(mine + " holds something else than a demo");
        assertThat(mine.resolve("thesis.txt")).exists();
    }

    @Test
    void completionIsAScriptThatKnowsTheCommands() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(out()).startsWith("#!/usr/bin/env bash").contains("complete -F _complete_skerry", "machines");
    }

    @Test
    void helpTellsTheExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("3   the input was refused", "6   it took too long");
    }

    private int run(String... arguments) {
        return run(Map.of(Connection.API_VARIABLE, api.url()), arguments);
    }

    private int runPlain(String... arguments) {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        out.reset();
        err.reset();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(piped.getBytes(StandardCharsets.UTF_8)),
                home,
                environment);
        return Skerry.commands(console).execute(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
