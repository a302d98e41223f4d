package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.BootScript.Kind;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.Secrets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRendererTest {

    @TempDir
    Path folder;

    @Test
    void workIsOneKernelLine() {
        assertThat(scripts().render(new BootScript.Work(Kind.INSPECT, "n1"), "/again"))
                .isEqualTo("""
                        #!ipxe
                        kernel http://10.0.0.1:8080/boot/files/vmlinuz skerry.action=inspect skerry.nonce=n1 skerry.provisioner=http://10.0.0.1:8080
                        initrd http://10.0.0.1:8080/boot/files/initrd
                        boot
                        """);
        assertThat(scripts().render(new BootScript.Work(Kind.WIPE, "n1"), "/again"))
                .contains("skerry.action=wipe skerry.nonce=n1 ");
    }

    @Test
    void anInstallationNamesItsSeedAndTheHashOfTheCa() throws Exception {
        Tls ca = Tls.selfSigned(folder);
        Files.writeString(folder.resolve("ca.crt"), ca.pem());
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(ca.certificate().getEncoded()));

        assertThat(scripts().render(new BootScript.Work(Kind.INSTALL, "n1"), "/again"))
                .isEqualTo("""
                        #!ipxe
                        kernel http://10.0.0.1:8080/boot/files/vmlinuz skerry.action=install skerry.nonce=n1 skerry.provisioner=http://10.0.0.1:8080 skerry.seed=https://10.0.0.1:8443/nodes/n1/ skerry.ca-sha256=%s
                        initrd http://10.0.0.1:8080/boot/files/initrd
                        boot
                        """.formatted(hash));
    }

    @Test
    void withoutAUsableCaNothingIsInstalled() throws Exception {
        Files.writeString(folder.resolve("ca.crt"), "nonsense");
        assertThatThrownBy(() -> scripts().render(new BootScript.Work(Kind.INSTALL, "n1"), "/again"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("ca.crt");
    }

    @Test
    void waitingSleepsAndAsksAgainWithoutNesting() {
        assertThat(scripts().render(new BootScript.Wait(), "/boot/copenhagen/52-54-00-00-01-01/script?arch=x86_64"))
                .isEqualTo("""
                        #!ipxe
                        sleep 5
                        chain --autofree --replace http://10.0.0.1:8080/boot/copenhagen/52-54-00-00-01-01/script?arch=x86_64
                        """);
    }

    @Test
    void theLocalDiskIsTheFirstDrive() {
        assertThat(scripts().render(new BootScript.LocalDisk(), "/again")).isEqualTo("""
                        #!ipxe
                        sanboot --no-describe --drive 0x80 || exit
                        """);
    }

    @Test
    void theFirstScriptAsksUntilItIsAnswered() {
        assertThat(scripts().first("copenhagen"))
                .startsWith("#!ipxe\n")
                .contains("http://10.0.0.1:8080/boot/copenhagen/${netX/mac:hexhyp}/script?uuid=${uuid}&serial=")
                .endsWith("sleep 5\ngoto ask\n");
    }

    private ScriptRenderer scripts() {
        return new ScriptRenderer(
                URI.create("http://10.0.0.1:8080/"),
                URI.create("https://10.0.0.1:8443"),
                new WaitPlan(Duration.ofSeconds(5), 50),
                new Secrets(folder));
    }
}
