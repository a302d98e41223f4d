package dev.skerry.appmanager.rest.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.appmanager.rest.TrustedSchemas;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.inventory.Source;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Each bad input: which field, what is wrong, what to do. */
class BadDocumentsTest {

    static {
        TrustedSchemas.trust();
    }

    static final String SITE = """
            apiVersion: skerry.dev/v1
            kind: Site
            metadata: {name: copenhagen}
            spec:
              displayName: Copenhagen
              latitude: 55.6761
              longitude: 12.5683
              region: emea/dk/copenhagen
              labels: {tier: edge}
              clientPrefixes: [10.1.0.0/16, "2001:db8:1::/48"]
              approval: automatic
            """;

    static final String MACHINE = """
            apiVersion: skerry.dev/v1
            kind: Machine
            metadata: {name: cph-1}
            spec:
              site: copenhagen
              macs: ["52:54:00:00:01:01"]
              bmc: {protocol: redfish, address: "http://127.0.0.1:18000/redfish/v1/Systems/cph-1", credentialsRef: sim, boot: virtual-media, bootMode: uefi}
              labels: {}
            """;

    static final String CLUSTER = """
            apiVersion: skerry.dev/v1
            kind: Cluster
            metadata: {name: small}
            spec:
              sites: {regions: [emea], labels: {}, names: []}
              controlPlane: 1
              workers: {min: 1, max: 3}
              requirements: {architecture: x86_64, cpuCores: 4, memoryMiB: 8192}
              kubernetesVersion: v1.36.3+k3s1
              toolProfile: standard
              labels: {}
            """;

    static final String PROFILE = """
            apiVersion: skerry.dev/v1
            kind: InstallProfile
            metadata: {name: edge}
            spec:
              architecture: x86_64
              image: "https://images.example/edge.raw.gz"
              sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
              disk: {minBytes: 64000000000, rotational: false}
              userData: "packages: [chrony]"
            """;

    static final String APP = """
            apiVersion: skerry.dev/v1
            kind: App
            metadata: {tenant: acme, name: shop}
            spec:
              workload:
                container: {image: "registry.example/shop:1.0", ports: [8080], args: [], env: {}}
                resources: {cpuMillis: 500, memoryMiB: 512}
              placement:
                regions: [emea]
                selector: {tier: edge}
                clusters: 2
                spread: {over: site, min: 2, max: 0}
                replicas: 4
                division: total
              dns: {name: shop, port: 80, ttlSeconds: 20}
            """;

    private static final String CONTAINER =
            "container: {image: \"registry.example/shop:1.0\", ports: [8080], args: [], env: {}}";

    static Stream<Arguments> sites() {
        return Stream.of(
                bad("latitude: 55.6761", "latitude: 90.5", "spec.latitude", "90.5 is out of range", "-90 to 90"),
                bad("longitude: 12.5683", "longitude: -180.1", "spec.longitude", "out of range", "-180 to 180"),
                bad("latitude: 55.6761", "latitude: 1e999", "spec.latitude", "must be a number", "degrees north"),
                bad("latitude: 55.6761", "latitude: \"55\"", "spec.latitude", "must be a number", "without quotes"),
                bad(
                        "latitude: 55.6761",
                        "latitud: 55",
                        "spec.latitud",
                        "unknown field latitud",
                        "did you mean latitude?"),
                bad("  latitude: 55.6761\n", "", "spec.latitude", "is missing", "add spec.latitude"),
                bad(
                        "name: copenhagen",
                        "name: Copenhagen",
                        "metadata.name",
                        "\"Copenhagen\" is not allowed",
                        "DNS label"),
                bad("name: copenhagen", "name: 12", "metadata.name", "must be text", "put quotes around 12"),
                bad("name: copenhagen", "name: -x", "metadata.name", "not allowed", "not - at an end"),
                bad("emea/dk/copenhagen", "emea//copenhagen", "spec.region", "not a region path", "emea/dk/copenhagen"),
                bad("emea/dk/copenhagen", "/emea", "spec.region", "not a region path", "from the widest"),
                bad("10.1.0.0/16", "10.1.0.0/33", "spec.clientPrefixes[0]", "too long a prefix", "0 to 32"),
                bad("10.1.0.0/16", "10.1.0.7/16", "spec.clientPrefixes[0]", "bits beyond", "first address"),
                bad("10.1.0.0/16", "10.1/16", "spec.clientPrefixes[0]", "not a CIDR block", "such as 10.1.0.0/16"),
                bad("10.1.0.0/16", "10.1.0.0", "spec.clientPrefixes[0]", "not a CIDR block", "address/length"),
                bad("2001:db8:1::/48", "2001:zz::/48", "spec.clientPrefixes[1]", "not a CIDR block", "2001:db8"),
                bad("2001:db8:1::/48", "2001:db8:1::/129", "spec.clientPrefixes[1]", "too long a prefix", "0 to 128"),
                bad(
                        "[10.1.0.0/16, \"2001:db8:1::/48\"]",
                        "10.1.0.0/16",
                        "spec.clientPrefixes",
                        "must be a list",
                        "[a, b]"),
                bad("tier: edge", "tier: true", "spec.labels.tier", "must be text", "put quotes around true"),
                bad(
                        "tier: edge",
                        "skerry.dev/site: x",
                        "spec.labels.skerry.dev/site",
                        "set by Skerry",
                        "another prefix"),
                bad("tier: edge", "\"a b\": x", "spec.labels.a b", "not a label's key", "at most 63"),
                bad("tier: edge", "tier: \"a/b\"", "spec.labels.tier", "not allowed", "at most 63"),
                bad("automatic", "auto", "spec.approval", "auto is not known", "automatic, manual"),
                bad("kind: Site", "kind: Sit", "kind", "a Sit is not taken here", "did you mean Site?"),
                bad("kind: Site", "kind: Machine", "kind", "not taken here", "POST it to /api/v1/machines"),
                bad(
                        "kind: Site",
                        "kind: Router",
                        "kind",
                        "a Router is not taken",
                        "Site, InstallProfile, HardwareClass, Machine, Cluster, App"),
                bad(
                        "skerry.dev/v1",
                        "skerry.dev/v2",
                        "apiVersion",
                        "skerry.dev/v2 is not known",
                        "write skerry.dev/v1"),
                bad("kind: Site\n", "", "kind", "is missing", "add kind"),
                bad(
                        "metadata: {name: copenhagen}",
                        "metadata: copenhagen",
                        "metadata",
                        "must be a mapping",
                        "named members"));
    }

    static Stream<Arguments> machines() {
        String mac = "52:54:00:00:01:01";
        return Stream.of(
                bad(mac, "52:54:00:00:01", "spec.macs[0]", "\"52:54:00:00:01\" is not a MAC address", "six octets"),
                bad(mac, "52:54:00:00:01:0g", "spec.macs[0]", "not a MAC address", "52:54:00:00:01:01"),
                bad(mac, "ff:ff:ff:ff:ff:ff", "spec.macs[0]", "group address", "printed on the machine"),
                bad(mac, "00:00:00:00:00:00", "spec.macs[0]", "or empty", "printed"),
                bad("[\"" + mac + "\"]", "[]", "spec.macs", "no MAC address", "at least the one"),
                bad(
                        "[\"" + mac + "\"]",
                        "[\"" + mac + "\", \"52-54-00-00-01-01\"]",
                        "spec.macs[1]",
                        "stands twice",
                        "once"),
                bad("  macs: [\"" + mac + "\"]\n", "", "spec.macs", "no MAC address", "list"),
                bad("site: copenhagen", "sites: copenhagen", "spec.sites", "unknown field sites", "did you mean site?"),
                bad("site: copenhagen", "site: \"\"", "spec.site", "must not be empty", "value"),
                bad(
                        "protocol: redfish",
                        "protocol: snmp",
                        "spec.bmc.protocol",
                        "snmp is not known",
                        "ipmi, manual, none, redfish"),
                bad("http://127.0.0.1:18000", "ftp://x", "spec.bmc.address", "not a URL", "https://"),
                bad(
                        "http://127.0.0.1:18000",
                        "http://admin:secret@x",
                        "spec.bmc.address",
                        "not a URL",
                        "without a password"),
                bad("protocol: redfish", "protocol: none", "spec.bmc.address", "has no address", "leave it out"),
                bad("protocol: redfish", "protocol: ipmi", "spec.bmc.address", "not where IPMI answers", "HOST:PORT"),
                bad(
                        "redfish, address: \"http://127.0.0.1:18000/redfish/v1/Systems/cph-1\"",
                        "ipmi, address: 10.0.0.7",
                        "spec.bmc.boot",
                        "need a Redfish controller",
                        "pxe"),
                bad(
                        "redfish, address: \"http://127.0.0.1:18000/redfish/v1/Systems/cph-1\", credentialsRef: sim, boot: virtual-media",
                        "none",
                        "spec.bmc.bootMode",
                        "cannot be told",
                        "leave it out"),
                bad("boot: virtual-media", "boot: usb", "spec.bmc.boot", "usb is not known", "pxe, virtual-media"),
                bad("bootMode: uefi", "bootMode: bios", "spec.bmc.bootMode", "bios is not known", "legacy, uefi"),
                bad(
                        "credentialsRef: sim",
                        "credentialsRef: ../../etc",
                        "spec.bmc.credentialsRef",
                        "not allowed",
                        "never a value"));
    }

    static Stream<Arguments> clusters() {
        return Stream.of(
                bad("controlPlane: 1", "controlPlane: 2", "spec.controlPlane", "2 servers are not possible", "1, or 3"),
                bad("controlPlane: 1", "controlPlane: 1.5", "spec.controlPlane", "whole number", "without quotes"),
                bad("max: 3", "max: 0", "spec.workers.max", "0 is less than min", "at least 1"),
                bad("min: 1", "min: -1", "spec.workers.min", "-1 is out of range", "0 to"),
                bad("x86_64", "sparc", "spec.requirements.architecture", "sparc is not known", "aarch64, x86_64"),
                bad("v1.36.3+k3s1", "latest", "spec.kubernetesVersion", "\"latest\" is not allowed", "v1.36.3+k3s1"),
                bad("standard", "full", "spec.toolProfile", "full is not known", "none, standard"),
                bad("regions: [emea]", "regions: [EMEA]", "spec.sites.regions[0]", "not a region path", "emea/dk"),
                bad("regions: [emea]", "region: [emea]", "spec.sites.region", "unknown field", "did you mean regions?"),
                bad("name: small", "name: small.cluster", "metadata.name", "not allowed", "DNS label"));
    }

    static Stream<Arguments> profiles() {
        return Stream.of(
                Arguments.of("name: edge", "name: Edge", "metadata.name", "not allowed", "DNS label"),
                Arguments.of("x86_64", "arm64", "spec.architecture", "not known", "aarch64"),
                Arguments.of(
                        "https://images.example/edge.raw.gz", "../edge", "spec.image", "not allowed", "boot files"),
                Arguments.of("https://", "https://u:p@", "spec.image", "not allowed", "without user and password"),
                Arguments.of("edge.raw.gz", "${net0/ip}", "spec.image", "not allowed", "URL"),
                Arguments.of(
                        "sha256: \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"",
                        "kernel: edge/vmlinuz",
                        "spec.sha256",
                        "is missing",
                        "add spec.sha256"),
                Arguments.of("ba7816bf", "sha256:", "spec.sha256", "not allowed", "sha256sum"),
                Arguments.of("disk: {", "disk: {serial: \"a b\", ", "spec.disk.serial", "not allowed", "facts"),
                Arguments.of("minBytes: 64000000000", "maxBytes: -1", "spec.disk.maxBytes", "out of range", "write 1"),
                Arguments.of(
                        "rotational: false",
                        "rotational: no-one",
                        "spec.disk.rotational",
                        "true or false",
                        "without quotes"),
                Arguments.of(
                        "packages: [chrony]", "x".repeat(17_000), "spec.userData", "17000 characters", "at most 16384"),
                Arguments.of("image:", "imagee:", "spec.imagee", "unknown field", "did you mean image?"));
    }

    static Stream<Arguments> apps() {
        return Stream.of(
                bad("cpuMillis: 500", "cpuMillis: 0", "spec.workload.resources.cpuMillis", "0 is out of range", "1 to"),
                bad(
                        "memoryMiB: 512",
                        "memoryMiB: -5",
                        "spec.workload.resources.memoryMiB",
                        "-5 is out of range",
                        "1 to"),
                bad(
                        "    resources: {cpuMillis: 500, memoryMiB: 512}\n",
                        "",
                        "spec.workload.resources",
                        "is missing",
                        "add"),
                bad("ports: [8080]", "ports: [0]", "spec.workload.container.ports[0]", "out of range", "1 to 65535"),
                bad("ports: [8080]", "ports: [80, 65536]", "spec.workload.container.ports[1]", "out of range", "65535"),
                bad(
                        "ports: [8080]",
                        "ports: []",
                        "spec.workload.container.ports",
                        "no port that answers",
                        "leave spec.dns"),
                bad("shop:1.0\"", "shop 1.0\"", "spec.workload.container.image", "not allowed", "image reference"),
                bad("env: {}", "env: {1A: x}", "spec.workload.container.env.1A", "not allowed", "no digit first"),
                bad("env: {}", "env: {A: 1}", "spec.workload.container.env.A", "must be text", "put quotes around 1"),
                bad("port: 80,", "port: 70000,", "spec.dns.port", "70000 is out of range", "1 to 65535"),
                bad("ttlSeconds: 20", "ttlSeconds: 0", "spec.dns.ttlSeconds", "out of range", "1 to 86400"),
                bad("dns: {name: shop", "dns: {name: shop.x", "spec.dns.name", "not allowed", "DNS label"),
                bad("clusters: 2", "clusters: -1", "spec.placement.clusters", "out of range", "0 to"),
                bad("clusters: 2", "cluster: 2", "spec.placement.cluster", "unknown field", "did you mean clusters?"),
                bad("replicas: 4", "replicas: 1", "spec.placement.replicas", "cannot be divided", "per-cluster"),
                bad("replicas: 4", "replicas: 99999999999999999999", "spec.placement.replicas", "out of range", "1 to"),
                bad("over: site", "over: continent", "spec.placement.spread.over", "not known", "none, region, site"),
                bad("min: 2", "min: 3", "spec.placement.spread.min", "cannot stand in 3 places", "more clusters"),
                bad("max: 0", "max: 1", "spec.placement.spread.max", "1 is less than min", "0 for any"),
                bad("total", "each", "spec.placement.division", "each is not known", "per-cluster, total"),
                bad("tenant: acme", "tenant: platform", "metadata.tenant", "Skerry's own", "another tenant"),
                bad("tenant: acme, ", "", "metadata.tenant", "is missing", "add metadata.tenant"),
                bad(CONTAINER, "image: x", "spec.workload.image", "unknown field image", "container, manifests"),
                bad("    " + CONTAINER + "\n", "", "spec.workload.container", "nothing to run", "either a container"),
                bad(
                        CONTAINER,
                        CONTAINER + "\n    manifests: x",
                        "spec.workload.manifests",
                        "a container as well",
                        "either"),
                manifests("{unclosed", "not YAML", "correct it"),
                manifests("just words", "not a Kubernetes object", "apiVersion, kind and metadata.name"),
                manifests("kind: ConfigMap", "has no apiVersion", "give it apiVersion"),
                manifests("apiVersion: v1\\nmetadata: {name: x}", "has no kind", "give it kind"),
                manifests("apiVersion: v1\\nkind: ConfigMap", "has no metadata.name", "give it metadata.name"),
                manifests("apiVersion: v1\\nkind: List\\nitems: [{kind: X}]", "items[0] has no apiVersion", "give it"),
                manifests("a: &x 1\\nb: *x", "anchors and aliases", "correct it"),
                manifests("a: 1\\na: 2", "not YAML", "correct it"),
                manifests("---\\n---\\n", "no Kubernetes object", "at least one"),
                manifests(
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: a}}\\n---\\n"
                                + "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: b}}",
                        "ConfigMap x stands twice",
                        "one namespace"));
    }

    @ParameterizedTest
    @MethodSource
    void sites(String good, String bad, String field, String detail, String remedy) {
        refused(() -> SiteDocument.request(parse(replaced(SITE, good, bad))), field, detail, remedy);
    }

    @ParameterizedTest
    @MethodSource
    void machines(String good, String bad, String field, String detail, String remedy) {
        refused(
                () -> MachineDocument.announcement(parse(replaced(MACHINE, good, bad)), Source.API),
                field,
                detail,
                remedy);
    }

    @ParameterizedTest
    @MethodSource
    void clusters(String good, String bad, String field, String detail, String remedy) {
        refused(() -> ClusterDocument.request(parse(replaced(CLUSTER, good, bad)), "me"), field, detail, remedy);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void profiles(String good, String bad, String field, String detail, String remedy) {
        refused(() -> InstallProfileDocument.request(parse(replaced(PROFILE, good, bad)), "me"), field, detail, remedy);
    }

    @ParameterizedTest
    @MethodSource
    void apps(String good, String bad, String field, String detail, String remedy) {
        refused(() -> AppDocument.request(parse(replaced(APP, good, bad)), "me"), field, detail, remedy);
    }

    @Test
    void aRuleThatIsWrongIsShownWithItsPlace() {
        String good = """
                apiVersion: skerry.dev/v1
                kind: HardwareClass
                metadata: {name: large}
                spec: {rule: "facts.cpuCores >= 16", description: many cores}
                """;
        assertThat(HardwareClassDocument.request(parse(good), "me").getRule()).isEqualTo("facts.cpuCores >= 16");
        refused(
                () -> HardwareClassDocument.request(parse(replaced(good, "cpuCores", "cores")), "me"),
                "spec.rule",
                "line 1, column 6: undefined field 'cores'",
                "facts.cpuCores >= 16");
        refused(
                () -> HardwareClassDocument.request(parse(replaced(good, " >= 16", "")), "me"),
                "spec.rule",
                "bool",
                "write a condition");
        refused(
                () -> HardwareClassDocument.request(parse(replaced(good, "large", "Large")), "me"),
                "metadata.name",
                "not allowed",
                "DNS label");
    }

    @Test
    void bodiesThatAreNoDocument() {
        assertThat(problem(""))
                .hasMessageContaining("empty")
                .extracting(Problem::status)
                .isEqualTo(400);
        assertThat(problem("[1, 2]")).hasMessageContaining("not a mapping");
        assertThat(problem("words")).hasMessageContaining("not a mapping");
        assertThat(problem("a: [")).hasMessageContaining("not YAML").hasMessageContaining("line");
        assertThat(problem("a: 1\na: 2")).hasMessageContaining("not YAML");
        assertThat(problem(SITE + "---\n" + SITE)).hasMessageContaining("2 documents");
        assertThat(problem("a".repeat(DocumentParser.LIMIT + 1)))
                .extracting(Problem::status)
                .isEqualTo(413);
        assertThat(problem("[".repeat(100_000))).hasMessageContaining("not YAML");
        assertThatThrownBy(() -> DocumentParser.parse(new byte[] {(byte) 0xC3, 0x28}, ""))
                .hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> DocumentParser.parse(bytes("{\"a\": 1"), "application/json"))
                .hasMessageContaining("not JSON")
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> DocumentParser.parse(bytes("{} {}"), "application/json"))
                .hasMessageContaining("not JSON");
        assertThatThrownBy(() -> DocumentParser.parse(bytes("kind: Site"), "application/json"))
                .hasMessageContaining("not JSON");
    }

    private static Problem problem(String body) {
        try {
            DocumentParser.parse(bytes(body), "application/yaml");
        } catch (Problem problem) {
            return problem;
        }
        throw new AssertionError("taken: " + body);
    }

    private static void refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String field, String detail, String remedy) {
        assertThatThrownBy(call)
                .isInstanceOf(Problem.class)
                .hasMessageContaining(detail)
                .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(422);
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.remedy()).contains(remedy);
                });
    }

    private static Arguments bad(String good, String bad, String field, String detail, String remedy) {
        return Arguments.of(good, bad, field, detail, remedy);
    }

    private static Arguments manifests(String text, String detail, String remedy) {
        return bad(CONTAINER, "manifests: \"" + text + "\"", "spec.workload.manifests", detail, remedy);
    }

    private static String replaced(String document, String good, String bad) {
        assertThat(document).contains(good);
        return document.replace(good, bad);
    }

    static JsonNode parse(String document) {
        return DocumentParser.parse(bytes(document), "application/yaml");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
