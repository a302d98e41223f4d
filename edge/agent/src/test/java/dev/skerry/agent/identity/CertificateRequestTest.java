package dev.skerry.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.agent.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRequestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"small.copenhagen", "a", "long-name.with-a-site-name-that-has-sixty-four-characters-12345678"})
    void anotherImplementationReadsAndVerifiesIt(String name) throws Exception {
        var keys = TestAuthority.newKeys();
        String pem = CertificateRequest.pem(name, keys);
        var request = new JcaPKCS10CertificationRequest(
                Pem.decode("CERTIFICATE REQUEST", pem).getFirst());
        assertThat(request.getSubject().toString()).isEqualTo("CN=" + name);
        assertThat(request.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(keys.getPublic())))
                .isTrue();
        assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .build(TestAuthority.newKeys().getPublic())))
                .isFalse();
        assertThat(pem.lines()).allMatch(line -> line.length() <= 64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a,OU=b", "a=b"})
    void aNameThatCouldMeanMoreIsRefused(String name) {
        assertThatThrownBy(() -> CertificateRequest.pem(name, TestAuthority.newKeys()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theIdentityOnDiskIsForItsOwnerAloneAndComesBackWhole(@TempDir Path folder) throws Exception {
        var authority = new TestAuthority();
        var files = new IdentityFiles(folder);
        var keys = files.pendingKey();
        assertThat(new IdentityFiles(folder).pendingKey().getPublic()).isEqualTo(keys.getPublic());
        var begin = Instant.parse("2026-01-01T00:00:00Z");
        var certificate = authority.sign(CertificateRequest.pem("c", keys), begin, Duration.ofHours(3));
        files.save(new Identity(keys.getPrivate(), List.of(certificate), authority.pem()));

        var identity = new IdentityFiles(folder).load().orElseThrow();
        assertThat(identity.key()).isEqualTo(keys.getPrivate());
        assertThat(identity.chain()).containsExactly(certificate);
        assertThat(identity.ca()).isEqualTo(authority.pem());
        assertThat(identity.renewAt()).isEqualTo(begin.plus(Duration.ofHours(2)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("identity.pem"))))
                .isEqualTo("rw-------");
        assertThat(new IdentityFiles(folder).pendingKey().getPublic())
                .as("the next certificate gets a key of its own")
                .isNotEqualTo(keys.getPublic());
    }

    @Test
    void anIdentityThatCannotBeUnderstoodIsPutAside(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("identity.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
        assertThat(new IdentityFiles(folder).load()).isEmpty();
        assertThat(folder.resolve("identity.pem.unreadable")).exists();
    }
}
