package dev.skerry.platforminstaller.rest;

import static dev.skerry.platforminstaller.Given.clustering;
import static dev.skerry.platforminstaller.Given.offered;
import static dev.skerry.platforminstaller.Given.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.platforminstaller.SiteRun;
import dev.skerry.platforminstaller.domain.SiteInput;
import dev.skerry.platforminstaller.effect.ClusterKeys;
import dev.skerry.platforminstaller.effect.ClusterKeys.NodeFile;
import dev.skerry.platforminstaller.effect.FleetAuthority;
import dev.skerry.platforminstaller.effect.SecretsFolder;
import dev.skerry.platforminstaller.effect.Seed;
import dev.skerry.platforminstaller.effect.Tokens;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.Secrets;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoorTest {

    private static final String SMALL = "small.copenhagen";
    private static final URI URL = URI.create("https://installer:8443");

    @TempDir
    Path folder = Path.of("");

    private final SiteBehindTheDoor site = new SiteBehindTheDoor();
    private final SiteRun run = site.run();
    private final NodeIndex index = new NodeIndex(site);
    private final InstantSource clock = () -> run.now();
    private Secrets secrets = new Secrets(folder);

    @BeforeEach
    void aPlannedCluster() throws Exception {
        secrets = SecretsFolder.make(folder);
        run.tell(offered("a"));
        run.tell(offered("b"));
        run.tell(wanted(clustering("small", 1, 1, 1)));
    }

    @Test
    void aNonceIsExchangedOnce() {
        String nonce = run.begin("a");
        JoinConfiguration configuration = nodes().claim(nonce, "10.0.0.9");
        assertThat(configuration.role()).isEqualTo("FIRST_SERVER");
        assertThat(configuration.token()).matches("K10[0-9a-f]{64}::server:[0-9a-f]{64}");
        assertThat(configuration.serverUrl()).isEmpty();
        assertThat(configuration.agentToken()).isNotNull();
        assertThat(configuration.files().stream().map(NodeFile::path))
                .contains("/var/lib/rancher/k3s/server/tls/server-ca.crt", "/etc/rancher/node/password")
                .hasSize(12);
        JoinConfiguration.Agent agent = Objects.requireNonNull(configuration.agent());
        assertThat(agent.enrolmentUrl()).isEqualTo("https://installer:8443/clusters/small.copenhagen/enrolment");
        assertThat(agent.feedUrl()).isEqualTo("https://agents:9443");
        refused(409, () -> nodes().claim(nonce, "10.0.0.9"));
    }

    @Test
    void ofManyClaimsAtOnceOneWins() throws Exception {
        String nonce = run.begin("a");
        NodeDoor door = nodes();
        Callable<JoinConfiguration> claim = () -> door.claim(nonce, "10.0.0.9");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JoinConfiguration>> all =
                    threads.invokeAll(Stream.generate(() -> claim).limit(8).toList());
            assertThat(all.stream().filter(future -> future.state() == Future.State.SUCCESS))
                    .hasSize(1);
            assertThat(all.stream().filter(future -> future.state() == Future.State.FAILED))
                    .allSatisfy(lost -> assertThat(lost.exceptionNow())
                            .isInstanceOfSatisfying(
                                    Problem.class,
                                    problem -> assertThat(problem.status()).isEqualTo(409)));
        }
    }

    @Test
    void aWorkerGetsWhatAWorkerNeeds() {
        run.install("a");
        String nonce = run.begin("b");
        JsonNode answer = new JsonMapper().valueToTree(nodes().claim(nonce, "10.0.0.9"));
        assertThat(answer.get("role").asString()).isEqualTo("AGENT");
        assertThat(answer.get("token").asString()).contains("::node:");
        assertThat(answer.get("serverUrl").asString())
                .isEqualTo(run.cluster("small").apiEndpoint());
        assertThat(answer.has("agent")).isFalse();
        assertThat(answer.has("agentToken")).isFalse();
        assertThat(answer.toString()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void aFirstServerThatIsInstalledAgainGetsWhatItsWorkersHave() {
        JoinConfiguration first = join("a");
        JoinConfiguration worker = join("b");
        run.pass(Duration.ofMinutes(1));
        JoinConfiguration second = nodes().claim(run.begin("a"), "10.0.0.9");
        assertThat(second.token()).isEqualTo(first.token());
        assertThat(second.files()).isEqualTo(first.files());
        assertThat(worker.token()).isEqualTo("K10" + second.token().substring(3, 67) + "::node:" + second.agentToken());
        assertThat(Objects.requireNonNull(second.agent()).token())
                .as("but another agent's token")
                .isNotEqualTo(Objects.requireNonNull(first.agent()).token());
    }

    @Test
    void whoeverHadTheClaimBeforeHasTheSecretsOfNoCluster() {
        JoinConfiguration stolen = nodes().claim(run.begin("a"), "10.0.0.66");
        run.tell(new SiteInput.AttemptOver("m-a"));
        run.pass(Duration.ofMinutes(1));
        JoinConfiguration mine = join("a");
        assertThat(mine.token().substring(0, 67))
                .as("the CA's hash")
                .isNotEqualTo(stolen.token().substring(0, 67));
        assertThat(mine.token().substring(67))
                .as("the secret")
                .isNotEqualTo(stolen.token().substring(67));
        assertThat(mine.agentToken()).isNotEqualTo(stolen.agentToken());
        assertThat(mine.files()).doesNotContainAnyElementsOf(stolen.files());
        run.pass(Duration.ofMinutes(1));
        assertThat(nodes().claim(run.begin("a"), "10.0.0.9").files())
                .as("nobody else has them yet, though it seems that it had joined")
                .doesNotContainAnyElementsOf(mine.files());
    }

    private JoinConfiguration join(String machine) {
        String nonce = run.begin(machine);
        JoinConfiguration configuration = nodes().claim(nonce, "10.0.0.9");
        run.tell(new SiteInput.InstallationDone("m-" + machine, SMALL));
        run.join(machine, nonce);
        return configuration;
    }

    @Test
    void anAttemptThatIsOverGetsNothing() {
        String nonce = run.begin("a");
        assertThat(nodes().userData(nonce)).startsWith("#cloud-config\n");
        run.pass(Duration.ofHours(1));
        refused(410, () -> nodes().userData(nonce));
        refused(410, () -> nodes().metaData(nonce));
        refused(409, () -> nodes().claim(nonce, "10.0.0.9"));
        refused(404, () -> nodes().claim("unknown", "10.0.0.9"));
        String next = run.begin("a");
        assertThat(index.find(nonce)).isEmpty();
        assertThat(index.find(next)).isPresent();
        run.tell(new SiteInput.AttemptOver("m-a"));
        refused(410, () -> nodes().vendorData(next));
        refused(409, () -> nodes().joined(next, new NodeDoor.Joined("a", "10.1.0.5"), "10.0.0.9"));
    }

    @Test
    void aNonceThatIsOnItsWayIsWaitedFor() throws Exception {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> early = thread.submit(() -> nodes().metaData("nonce-a-1"));
            run.begin("a");
            assertThat(early.get(5, java.util.concurrent.TimeUnit.SECONDS)).contains("local-hostname: a");
        }
    }

    @Test
    void anUndecidedClaimIsToldToComeAgain() {
        String nonce = run.begin("a");
        site.fallSilent();
        refused(503, () -> nodes().claim(nonce, "10.0.0.9"));
    }

    @Test
    void nobodyIsRefusedBeforeEverythingIsRead() {
        String nonce = run.begin("a");
        site.startAgain(true);
        NodeDoor.Joined report = new NodeDoor.Joined("a", "10.1.0.5");
        refused(503, () -> nodes().userData("unknown"));
        refused(503, () -> nodes().claim("unknown", "10.0.0.9"));
        refused(503, () -> nodes().joined("unknown", report, "10.0.0.9"));
        refused(503, () -> nodes().joined(nonce, report, "10.0.0.9"));
        refused(503, () -> agents().enrol("none.copenhagen", new AgentDoor.Enrolment("token", "csr")));
        site.startAgain(false);
        refused(404, () -> nodes().joined("unknown", report, "10.0.0.9"));
        nodes().joined(nonce, report, "10.0.0.9");
    }

    @Test
    void secretsStandInNoEventAndInNoText() {
        JoinConfiguration configuration = nodes().claim(run.begin("a"), "10.0.0.9");
        String secret = configuration.token().substring(configuration.token().lastIndexOf(':') + 1);
        String agentToken = Objects.requireNonNull(configuration.agent()).token();
        assertThat(site.published().toString()
                        + run.outgoing()
                        + site.all()
                        + configuration
                        + configuration.agent()
                        + new AgentDoor.Enrolment(agentToken, ""))
                .doesNotContain(secret, agentToken, Objects.requireNonNull(configuration.agentToken()), "PRIVATE");
    }

    @Test
    void aNodeReportsUnderItsOwnNameAndAnAddress() {
        String nonce = run.begin("a");
        nodes().claim(nonce, "10.0.0.9");
        refused(422, () -> nodes().joined(nonce, new NodeDoor.Joined("b", "10.1.0.5"), "10.0.0.9"));
        refused(422, () -> nodes().joined(nonce, new NodeDoor.Joined(null, "10.1.0.5"), "10.0.0.9"));
        refused(422, () -> nodes().joined(nonce, new NodeDoor.Joined("a", "example.org"), "10.0.0.9"));
        nodes().joined(nonce, new NodeDoor.Joined("a", "2001:db8::5"), "10.0.0.9");
        assertThat(run.cluster("small").apiEndpoint()).isEqualTo("https://[2001:db8::5]:6443");
    }

    @Test
    void anAgentEnrolsWithOneKey() throws Exception {
        String token = Objects.requireNonNull(
                        nodes().claim(run.begin("a"), "10.0.0.9").agent())
                .token();
        KeyPair key = SecretsFolder.keyPair();
        String csr = SecretsFolder.csr("CN=whatever", key);
        refused(403, () -> agents().enrol(SMALL, new AgentDoor.Enrolment("0".repeat(64), csr)));
        refused(403, () -> agents().enrol(SMALL, new AgentDoor.Enrolment(null, csr)));
        refused(404, () -> agents().enrol("none.copenhagen", new AgentDoor.Enrolment(token, csr)));
        refused(422, () -> agents().enrol(SMALL, new AgentDoor.Enrolment(token, "no csr")));
        refused(422, () -> agents().enrol(SMALL, new AgentDoor.Enrolment(token, null)));

        X509Certificate certificate =
                x509(agents().enrol(SMALL, new AgentDoor.Enrolment(token, csr)).certificate());
        assertThat(FleetAuthority.cluster(certificate)).contains(SMALL);
        assertThat(x509(agents().enrol(SMALL, new AgentDoor.Enrolment(token, csr))
                                .certificate())
                        .getPublicKey())
                .as("the same key may ask again, for its answer may have been lost")
                .isEqualTo(key.getPublic());
        String other = SecretsFolder.csr("CN=whatever", SecretsFolder.keyPair());
        refused(409, () -> agents().enrol(SMALL, new AgentDoor.Enrolment(token, other)));
    }

    @Test
    void anAgentRenewsForItsOwnNameOnly() throws Exception {
        String token = Objects.requireNonNull(
                        nodes().claim(run.begin("a"), "10.0.0.9").agent())
                .token();
        String csr = SecretsFolder.csr("CN=x", SecretsFolder.keyPair());
        X509Certificate mine =
                x509(agents().enrol(SMALL, new AgentDoor.Enrolment(token, csr)).certificate());
        KeyPair next = SecretsFolder.keyPair();
        AgentDoor.Renewal renewal = new AgentDoor.Renewal(SecretsFolder.csr("CN=other.place", next));
        X509Certificate renewed = x509(agents().renew(SMALL, mine, renewal).certificate());
        assertThat(FleetAuthority.cluster(renewed)).contains(SMALL);
        assertThat(renewed.getPublicKey()).isEqualTo(next.getPublic());
        assertThat(x509(agents().renew(SMALL, renewed, renewal).certificate()).getPublicKey())
                .as("and so on")
                .isEqualTo(next.getPublic());
        refused(401, () -> agents().renew(SMALL, null, renewal));
        refused(403, () -> agents().renew("other.copenhagen", mine, renewal));
        refused(422, () -> agents().renew(SMALL, mine, new AgentDoor.Renewal("x")));

        run.tell(new SiteInput.AttemptOver("m-a"));
        run.pass(Duration.ofMinutes(1));
        String again = run.begin("a");
        agents().renew(SMALL, mine, renewal);
        nodes().claim(again, "10.0.0.9");
        refused(403, () -> agents().renew(SMALL, mine, renewal));
    }

    private NodeDoor nodes() {
        FleetAuthority authority = new FleetAuthority(secrets, clock);
        ClusterKeys keys = new ClusterKeys(secrets.path("clusters"), clock);
        return new NodeDoor(
                index,
                site,
                site,
                new Seed(URL, URI.create("http://provisioner:8080"), authority),
                keys,
                new JoinConfigurations(URL, URI.create("https://agents:9443/"), keys, new Tokens(secrets), authority),
                clock,
                Duration.ofMillis(50));
    }

    private AgentDoor agents() {
        return new AgentDoor(
                site,
                site,
                new Tokens(secrets),
                new FleetAuthority(secrets, InstantSource.fixed(Instant.now())),
                Duration.ofMillis(50));
    }

    private static void refused(int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
    }

    private static X509Certificate x509(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
