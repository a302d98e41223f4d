package dev.skerry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.local.Certificates.Identity;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsFolderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path temporary = Path.of("");

    private Path folder = Path.of("");

    @BeforeEach
    void folder() {
        folder = temporary.resolve("secrets");
    }

    @Test
    void allThatServicesReadIsMade() throws IOException {
        SecretsFolder.complete(folder, Set.of(), NOW);
        assertThat(contents())
                .containsOnlyKeys(
                        "ca.crt",
                        "ca.key",
                        "server.crt",
                        "server.key",
                        "nonce.key",
                        "cluster.key",
                        "bmc/sim/username",
                        "bmc/sim/password")
                .containsEntry("bmc/sim/username", "admin\n")
                .containsEntry("bmc/sim/password", "skerry-sim\n");
        assertThat(contents().get("nonce.key")).matches("[0-9a-f]{64}\n");
        assertThat(contents().get("cluster.key")).isNotEqualTo(contents().get("nonce.key"));
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        SecretsFolder.complete(folder, Set.of(), NOW);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isIn(Files.isDirectory(path) ? List.of("rwx------", "rwxr-xr-x") : List.of("rw-------"));
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void theDoorsCertificateIsOfTheCaAndForLoopback() throws Exception {
        SecretsFolder.complete(folder, Set.of(), NOW);
        X509Certificate ca = ca().certificate();
        X509Certificate server = server().certificate();
        server.verify(ca.getPublicKey());
        assertThat(ca.getBasicConstraints()).isZero();
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(server.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1).toString()))
                .containsExactlyInAnyOrder("127.0.0.1", "0:0:0:0:0:0:0:1", "localhost");
        assertThat(((ECPublicKey) server.getPublicKey()).getParams().getOrder().bitLength())
                .isEqualTo(256);
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void theNextStartChangesNothing() throws IOException {
        SecretsFolder.complete(folder, Set.of(), NOW);
        Map<String, String> before = contents();
        SecretsFolder.complete(folder, Set.of(), NOW.plus(Duration.ofDays(300)));
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aServerCertificateNearItsEndIsMadeAnewUnderTheSameCa() throws Exception {
        SecretsFolder.complete(folder, Set.of(), NOW);
        Map<String, String> before = contents();
        Instant later = NOW.plus(Duration.ofDays(340));
        SecretsFolder.complete(folder, Set.of(), later);
        assertThat(contents())
                .containsEntry("ca.crt", before.get("ca.crt"))
                .containsEntry("nonce.key", before.get("nonce.key"));
        assertThat(contents().get("server.crt")).isNotEqualTo(before.get("server.crt"));
        assertThat(Certificates.isGood(server().certificate(), ca().certificate(), later))
                .isTrue();
    }

    @Test
    void aCaWithoutItsKeyIsNotReplaced() throws IOException {
        SecretsFolder.complete(folder, Set.of(), NOW);
        Files.delete(folder.resolve("ca.key"));
        assertThatThrownBy(() -> SecretsFolder.complete(folder, Set.of(), NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca.key is missing")
                .hasMessageContaining("put it back");
    }

    @Test
    void aDamagedCertificateIsNamed() throws IOException {
        SecretsFolder.complete(folder, Set.of(), NOW);
        Files.writeString(folder.resolve("ca.crt"), "no PEM");
        assertThatThrownBy(() -> SecretsFolder.complete(folder, Set.of(), NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca.crt is not a certificate");
    }

    @Test
    void theDoorsCertificateIsForTheNamesThatWereAsked() throws Exception {
        SecretsFolder.complete(folder, Set.of("app-manager"), NOW);
        Map<String, String> before = contents();
        SecretsFolder.complete(folder, Set.of("app-manager"), NOW);
        assertThat(contents()).isEqualTo(before);
        SecretsFolder.complete(folder, Set.of("platform-installer", "app-manager"), NOW);
        assertThat(Certificates.names(server().certificate()))
                .containsExactlyInAnyOrder("app-manager", "platform-installer", "localhost");
        assertThat(contents()).containsEntry("ca.crt", before.get("ca.crt"));
    }

    @Test
    void theDoorsCertificateIsForAddressesToo() throws Exception {
        SecretsFolder.complete(folder, Set.of("10.0.2.2", "2001:db8::1"), NOW);
        Map<String, String> before = contents();
        SecretsFolder.complete(folder, Set.of("10.0.2.2", "2001:DB8:0::1"), NOW);
        assertThat(contents()).isEqualTo(before);
        assertThat(server().certificate().getSubjectAlternativeNames())
                .extracting(name -> name.getFirst() + " " + name.getLast())
                .containsExactlyInAnyOrder(
                        "7 127.0.0.1", "7 0:0:0:0:0:0:0:1", "7 10.0.2.2", "7 2001:db8:0:0:0:0:0:1", "2 localhost");
    }

    @Test
    void aServiceIsGivenWhatItReadsAndNoMore() throws IOException {
        SecretsFolder.complete(folder, Set.of(), NOW);
        Map<String, String> all = contents();
        Path parts = temporary.resolve("parts");
        for (int times = 0; times < 2; times++) {
            SecretsFolder.share(folder, parts);
        }
        folder = parts;
        assertThat(contents())
                .containsOnlyKeys(
                        "provisioner/ca.crt",
                        "provisioner/nonce.key",
                        "provisioner/bmc/sim/username",
                        "provisioner/bmc/sim/password",
                        "platform-installer/ca.crt",
                        "platform-installer/ca.key",
                        "platform-installer/server.crt",
                        "platform-installer/server.key",
                        "platform-installer/cluster.key",
                        "app-manager/ca.crt",
                        "app-manager/server.crt",
                        "app-manager/server.key")
                .containsEntry("provisioner/nonce.key", all.get("nonce.key"))
                .containsEntry("app-manager/server.key", all.get("server.key"));
    }

    private Identity ca() throws IOException {
        return Certificates.read(folder.resolve("ca.crt"), folder.resolve("ca.key"));
    }

    private Identity server() throws IOException {
        return Certificates.read(folder.resolve("server.crt"), folder.resolve("server.key"));
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(path).toString(), Files.readString(path));
            }
        }
        return contents;
    }
}
