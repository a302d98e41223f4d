package dev.skerry.platforminstaller.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.platforminstaller.effect.ClusterKeys.NodeFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterKeysTest {

    private static final String TLS = "/var/lib/rancher/k3s/server/tls/";

    @TempDir
    Path folder = Path.of("");

    @Test
    void makesWhatK3sTakes() throws Exception {
        Map<String, NodeFile> files = files(keys());
        assertThat(files.keySet())
                .containsExactlyInAnyOrder(
                        TLS + "server-ca.crt",
                        TLS + "server-ca.key",
                        TLS + "client-ca.crt",
                        TLS + "client-ca.key",
                        TLS + "request-header-ca.crt",
                        TLS + "request-header-ca.key",
                        TLS + "etcd/server-ca.crt",
                        TLS + "etcd/server-ca.key",
                        TLS + "etcd/peer-ca.crt",
                        TLS + "etcd/peer-ca.key",
                        TLS + "service.key");
        for (String name : List.of("server-ca", "client-ca", "request-header-ca", "etcd/server-ca", "etcd/peer-ca")) {
            NodeFile certificate = file(files, TLS + name + ".crt");
            NodeFile key = file(files, TLS + name + ".key");
            assertThat(certificate.mode()).isEqualTo("0644");
            assertThat(key.mode()).isEqualTo("0600");
            X509Certificate ca = x509(certificate.content());
            ca.verify(ca.getPublicKey());
            assertThat(ca.getBasicConstraints()).as("is a CA").isNotNegative();
            assertThat(ca.getKeyUsage()[5]).as("keyCertSign").isTrue();
            assertBelongTogether(ca, Pem.privateKey(key.content(), name));
        }
        assertThat(file(files, TLS + "service.key").content()).startsWith("-----BEGIN EC PRIVATE KEY-----");
    }

    @Test
    void staysTheSameForEver() {
        Map<String, NodeFile> first = files(keys());
        assertThat(files(keys())).isEqualTo(first);
        assertThat(new String(keys().serverCa("a.x"), StandardCharsets.US_ASCII))
                .isEqualTo(file(first, TLS + "server-ca.crt").content());
    }

    @Test
    void whatWasHandedOutBeforeIsWorthNothing() throws Exception {
        ClusterKeys keys = keys();
        Map<String, NodeFile> planned = files(keys);
        assertThat(keys.salt("a.x")).isEmpty();
        keys.handOut("a.x");
        String salt = keys.salt("a.x");
        assertThat(files(keys)).as("nobody had them").isEqualTo(planned);
        assertThat(salt).matches("[0-9a-f]{32}");
        keys().handOut("a.x");
        assertThat(keys.salt("a.x")).matches("[0-9a-f]{32}").isNotEqualTo(salt);
        assertThat(files(keys).entrySet()).doesNotContainAnyElementsOf(planned.entrySet());
        assertThat(keys.salt("b.x")).isEmpty();
        try (Stream<Path> left = Files.list(folder.resolve("clusters"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("a.x");
        }
    }

    @Test
    void differsByCluster() {
        ClusterKeys keys = keys();
        assertThat(keys.serverCa("a.x")).isNotEqualTo(keys.serverCa("b.x"));
    }

    @Test
    void whoeverComesFirstMakesThem() throws Exception {
        List<Callable<String>> callers = Stream.generate(
                        () -> (Callable<String>) () -> new String(keys().serverCa("a.x"), StandardCharsets.US_ASCII))
                .limit(6)
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> answers =
                    threads.invokeAll(callers).stream().map(Future::resultNow).toList();
            assertThat(answers.stream().distinct()).hasSize(1);
        }
        try (Stream<Path> left = Files.list(folder.resolve("clusters"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("a.x");
        }
    }

    @Test
    void keepsThemFromOthers() throws Exception {
        keys().ensure("a.x");
        Path cluster = folder.resolve("clusters/a.x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster.resolve("server-ca.key"))))
                .isEqualTo("rw-------");
        assertThat(keys().files("a.x").toString()).doesNotContain("PRIVATE");
    }

    private ClusterKeys keys() {
        return new ClusterKeys(folder.resolve("clusters"), InstantSource.system());
    }

    private static Map<String, NodeFile> files(ClusterKeys keys) {
        return keys.files("a.x").stream().collect(Collectors.toMap(NodeFile::path, Function.identity()));
    }

    private static NodeFile file(Map<String, NodeFile> files, String path) {
        NodeFile file = files.get(path);
        assertThat(file).as(path).isNotNull();
        return java.util.Objects.requireNonNull(file);
    }

    private static void assertBelongTogether(X509Certificate certificate, PrivateKey key) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update((byte) 1);
        assertThat(signature.verify(signed)).isTrue();
    }

    private static X509Certificate x509(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
