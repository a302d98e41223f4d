package dev.skerry.platforminstaller.effect;

import static dev.skerry.platforminstaller.Given.clustering;
import static dev.skerry.platforminstaller.Given.offered;
import static dev.skerry.platforminstaller.Given.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.platforminstaller.Given;
import dev.skerry.platforminstaller.SiteRun;
import dev.skerry.platforminstaller.domain.Cluster;
import dev.skerry.platforminstaller.domain.InstallProfile;
import dev.skerry.platforminstaller.domain.Node;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SeedTest {

    @TempDir
    Path folder = Path.of("");

    private final SiteRun run = new SiteRun();
    private Seed seed = seed();
    private String nonce = "";

    @BeforeEach
    void aClusterWhoseFirstServerIsUp() throws Exception {
        SecretsFolder.make(folder);
        seed = seed();
        run.tell(offered("a"));
        run.tell(offered("b"));
        run.tell(wanted(clustering("small", 1, 1, 1)));
        run.install("a");
        nonce = run.begin("b");
    }

    @Test
    void nodeJsonIsAsAgreed() throws Exception {
        JsonNode first = new JsonMapper().readTree(file(userData("a", "n1"), "/etc/skerry/node.json"));
        assertThat(first.toString())
                .isEqualTo("{\"clusterId\":\"small.copenhagen\",\"nodeName\":\"a\",\"role\":\"FIRST_SERVER\","
                        + "\"nonce\":\"n1\",\"claimUrl\":\"https://installer:8443/nodes/n1/claim\","
                        + "\"joinedUrl\":\"https://installer:8443/nodes/n1/joined\",\"apiEndpoint\":\"\"}");
        JsonNode agent = new JsonMapper().readTree(file(userData("b", nonce), "/etc/skerry/node.json"));
        assertThat(agent.get("role").asString()).isEqualTo("AGENT");
        assertThat(agent.get("apiEndpoint").asString()).isEqualTo(cluster().apiEndpoint());
    }

    @Test
    void aProfileAddsToWhatThePlatformWrites() {
        InstallProfile profile = Given.profile("edge", "", """
                #cloud-config
                packages: [chrony]
                runcmd:
                  - [sysctl, -p]
                write_files:
                  - {path: /etc/motd, content: hello}
                """);
        run.tell(wanted(clustering("small", 1, 1, 1), Optional.of(Given.inForce(profile, 1))));
        Map<String, Object> before = yaml(userData("b", nonce));
        run.pass(Duration.ofMinutes(1));
        nonce = run.begin("b");
        Map<String, Object> with = yaml(userData("b", nonce));
        assertThat(before).as("an attempt keeps what it began with").doesNotContainKey("packages");
        assertThat(with).containsEntry("packages", List.of("chrony")).containsEntry("hostname", "b");
        assertThat((List<?>) with.get("runcmd")).asString().isEqualTo("[[sysctl, -p], [/usr/local/bin/skerry-join]]");
        assertThat(with.get("write_files"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(5)
                .last()
                .isEqualTo(Map.of("path", "/etc/motd", "content", "hello"));
    }

    @Test
    void configuresK3s() {
        Map<String, Object> first = yaml(file(userData("a", "n1"), "/etc/rancher/k3s/config.yaml"));
        assertThat(first)
                .containsEntry("node-name", "a")
                .containsEntry("token-file", "/etc/skerry/token")
                .containsEntry("agent-token-file", "/etc/skerry/agent-token")
                .containsEntry("cluster-init", true)
                .containsEntry("tls-san", List.of("small.copenhagen", "a"))
                .containsEntry("node-label", List.of("skerry.dev/site=copenhagen", "skerry.dev/clustering=small"))
                .doesNotContainKey("server");
        Map<String, Object> agent = yaml(file(userData("b", nonce), "/etc/rancher/k3s/config.yaml"));
        assertThat(agent)
                .containsEntry("server", cluster().apiEndpoint())
                .doesNotContainKeys("cluster-init", "tls-san", "agent-token-file");
    }

    @Test
    void tellsCloudInitWhatToDo() {
        String text = userData("b", nonce);
        assertThat(text).startsWith("#cloud-config\n");
        Map<String, Object> data = yaml(text);
        assertThat(data)
                .containsEntry("hostname", "b")
                .containsEntry("runcmd", List.of(List.of("/usr/local/bin/skerry-join")))
                .containsEntry(
                        "phone_home",
                        Map.of(
                                "url",
                                "http://provisioner:8080/boot/attempts/" + nonce + "/phone-home",
                                "post",
                                List.of("hostname"),
                                "tries",
                                10));
        assertThat(file(text, "/etc/skerry/ca.pem")).contains("BEGIN CERTIFICATE");
        assertThat(permissions(text, "/etc/skerry/node.json")).isEqualTo("0600");
        assertThat(permissions(text, "/usr/local/bin/skerry-join")).isEqualTo("0755");
        Map<String, Object> meta = yaml(seed.metaData(run.node("b"), nonce));
        assertThat(meta).containsEntry("instance-id", "skerry-" + nonce).containsEntry("local-hostname", "b");
        assertThat(seed.vendorData()).startsWith("#cloud-config\n");
        assertThat(yaml(seed.vendorData())).isEmpty();
    }

    @Test
    void carriesNoSecret() {
        Tokens tokens = new Tokens(new dev.skerry.runtime.Secrets(folder));
        assertThat(userData("a", "n1") + userData("b", nonce))
                .doesNotContain(
                        "PRIVATE",
                        "K10",
                        tokens.serverSecret(cluster().id(), ""),
                        tokens.agentSecret(cluster().id(), ""));
    }

    /** The script and the Python in it are read by the real interpreters. */
    @Test
    void theScriptIsReadByItsInterpreters() throws Exception {
        String script = file(userData("a", "n1"), "/usr/local/bin/skerry-join");
        assertThat(script)
                .startsWith("#!/bin/sh\n")
                .contains("--cacert", "version='v1.36.3+k3s1'", "unit='k3s'")
                .doesNotContain("@KIND@", "@UNIT@", "@VERSION@", "@FAILURE_URL@");
        assertRuns(List.of("sh", "-n"), script);
        String[] parts = script.split("<<'PYTHON'[^\n]*\n", -1);
        assertThat(parts).hasSize(3);
        for (int i = 1; i < parts.length; i++) {
            String python = parts[i].substring(0, parts[i].indexOf("\nPYTHON\n") + 1);
            assertRuns(List.of("python3", "-c", "import sys; compile(sys.stdin.read(), 'x', 'exec')"), python);
        }
    }

    private void assertRuns(List<String> command, String input) throws Exception {
        Path file = Files.writeString(Files.createTempFile(folder, "script", ""), input);
        Process process = new ProcessBuilder(command)
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private String userData(String name, String itsNonce) {
        Node node = run.node(name);
        return seed.userData(cluster(), Given.SITE, node, itsNonce);
    }

    private Cluster cluster() {
        return run.cluster("small");
    }

    private Seed seed() {
        return new Seed(
                URI.create("https://installer:8443/"),
                URI.create("http://provisioner:8080"),
                new FleetAuthority(new dev.skerry.runtime.Secrets(folder), InstantSource.system()));
    }

    private static String file(String userData, String path) {
        return String.valueOf(entry(userData, path).get("content"));
    }

    private static String permissions(String userData, String path) {
        return String.valueOf(entry(userData, path).get("permissions"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> entry(String userData, String path) {
        List<Map<String, Object>> files =
                (List<Map<String, Object>>) yaml(userData).getOrDefault("write_files", List.of());
        return files.stream()
                .filter(file -> path.equals(file.get("path")))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> yaml(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }
}
