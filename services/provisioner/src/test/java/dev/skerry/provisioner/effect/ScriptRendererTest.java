package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.BootScript.Kind;
import dev.skerry.provisioner.domain.InstallOrder;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.Secrets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRendererTest {

    @TempDir
    Path folder;

    @Test
    void workIsOneKernelLine() {
        assertThat(scripts().render(new BootScript.Work(Kind.INSPECT, "n1"), "/again", "x86_64"))
                .isEqualTo("""
                        #!ipxe
                        kernel http://10.0.0.1:8080/boot/files/vmlinuz initrd=initrd skerry.action=inspect skerry.nonce=n1 skerry.provisioner=http://10.0.0.1:8080 && initrd --name initrd http://10.0.0.1:8080/boot/files/initrd && boot ||
                        :wait
                        imgfree
                        sleep 5
                        chain --autofree --replace http://10.0.0.1:8080/again ||
                        goto wait
                        """);
        assertThat(scripts().render(new BootScript.Work(Kind.WIPE, "n1"), "/again", "x86_64"))
                .contains("skerry.action=wipe skerry.nonce=n1 ");
    }

    @Test
    void anInstallationNamesItsSeedAndTheHashOfTheCa() throws Exception {
        Tls ca = Tls.selfSigned(folder);
        Files.writeString(folder.resolve("ca.crt"), ca.pem());
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(ca.certificate().getEncoded()));

        assertThat(scripts().render(new BootScript.Work(Kind.INSTALL, "n1"), "/again", "x86_64"))
                .contains(
                        " skerry.action=install skerry.nonce=n1 skerry.provisioner=http://10.0.0.1:8080 skerry.ca-sha256=%s skerry.seed=https://10.0.0.1:8443/nodes/n1/ && "
                                .formatted(hash));
    }

    @Test
    void anInstallationWritesTheImageInTheFolder() throws Exception {
        Files.writeString(folder.resolve("ca.crt"), Tls.selfSigned(folder).pem());
        Files.writeString(folder.resolve("image"), "abc");
        assertThat(scripts().render(new BootScript.Work(Kind.INSTALL, "n1"), "/again", "x86_64"))
                .contains(" skerry.image=http://10.0.0.1:8080/boot/files/image"
                        + " skerry.image-sha256=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad && ");
    }

    @Test
    void anInstallProfileNamesKernelImageAndDisk() throws Exception {
        Files.writeString(folder.resolve("ca.crt"), Tls.selfSigned(folder).pem());
        Files.createDirectory(folder.resolve("edge"));
        Files.writeString(folder.resolve("edge/disk"), "abc");
        Files.writeString(folder.resolve("image"), "of no profile");
        String hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(rendered(new InstallOrder("edge", 1, "edge/vmlinuz", "edge/initrd", "edge/disk", "", "serial=S1")))
                .contains(
                        "kernel http://10.0.0.1:8080/boot/files/edge/vmlinuz initrd=initrd ",
                        " skerry.image=http://10.0.0.1:8080/boot/files/edge/disk skerry.image-sha256=" + hash
                                + " skerry.disk=serial=S1 && initrd --name initrd http://10.0.0.1:8080/boot/files/edge/initrd && ");
        String other = "0".repeat(64);
        assertThat(rendered(new InstallOrder("edge", 1, "", "", "edge/disk", other, "")))
                .contains(
                        "/boot/files/vmlinuz ",
                        " skerry.image=http://10.0.0.1:8080/boot/files/edge/disk skerry.image-sha256=" + other
                                + " && ");
        assertThat(rendered(new InstallOrder("edge", 1, "", "", "https://images.example/disk", other, "")))
                .contains(" skerry.image=https://images.example/disk skerry.image-sha256=" + other + " && ");
        assertThat(rendered(new InstallOrder("edge", 1, "", "", "edge/none", "", "")))
                .as("the ramdisk says that there is none")
                .doesNotContain("skerry.image");
    }

    private String rendered(InstallOrder order) {
        return scripts().render(new BootScript.Work(Kind.INSTALL, "n1", Optional.of(order)), "/again", "x86_64");
    }

    @Test
    void anArchitectureHasFilesOfItsOwn() throws Exception {
        Files.createDirectory(folder.resolve("arm64"));
        Files.writeString(folder.resolve("arm64/vmlinuz"), "kernel");
        BootScript.Work work = new BootScript.Work(Kind.INSPECT, "n1");
        assertThat(scripts().render(work, "/again", "arm64"))
                .contains("/boot/files/arm64/vmlinuz initrd=initrd ", "/boot/files/initrd && boot");
        for (String other : List.of("x86_64", "i386", "", "../arm64", "arm64/")) {
            assertThat(scripts().render(work, "/again", other)).contains("/boot/files/vmlinuz initrd=initrd ");
        }
    }

    @Test
    void whoIsReachedWithTlsIsKnownByTheHashOfTheCa() throws Exception {
        Files.writeString(folder.resolve("ca.crt"), Tls.selfSigned(folder).pem());
        assertThat(scripts("https://10.0.0.1").render(new BootScript.Work(Kind.WIPE, "n1"), "/again", "x86_64"))
                .contains(" skerry.provisioner=https://10.0.0.1 skerry.ca-sha256=");
    }

    @Test
    void withoutAUsableCaNothingIsInstalled() throws Exception {
        Files.writeString(folder.resolve("ca.crt"), "nonsense");
        assertThatThrownBy(() -> scripts().render(new BootScript.Work(Kind.INSTALL, "n1"), "/again", "x86_64"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("ca.crt");
    }

    @Test
    void waitingSleepsAndAsksAgainWithoutNesting() {
        assertThat(scripts()
                        .render(
                                new BootScript.Wait(),
                                "/boot/copenhagen/52-54-00-00-01-01/script?arch=x86_64",
                                "x86_64"))
                .isEqualTo("""
                        #!ipxe
                        :wait
                        sleep 5
                        chain --autofree --replace http://10.0.0.1:8080/boot/copenhagen/52-54-00-00-01-01/script?arch=x86_64 ||
                        goto wait
                        """);
    }

    @Test
    void theLocalDiskIsTheFirstDrive() {
        assertThat(scripts().render(new BootScript.LocalDisk(), "/again", "x86_64"))
                .isEqualTo("""
                        #!ipxe
                        sanboot --no-describe --drive 0x80 || exit
                        """);
    }

    @Test
    void theFirstScriptAsksUntilItIsAnsweredAndTriesTheDiskEveryFiveMinutes() {
        assertThat(scripts().first("copenhagen"))
                .startsWith("#!ipxe\n")
                .contains("http://10.0.0.1:8080/boot/copenhagen/${netX/mac:hexhyp}/script?uuid=${uuid}&serial=")
                .endsWith("""
                        sleep 5
                        inc tries
                        iseq ${tries} 60 || goto ask
                        sanboot --no-describe --drive 0x80 ||
                        goto start
                        """);
    }

    private ScriptRenderer scripts() {
        return scripts("http://10.0.0.1:8080/");
    }

    private ScriptRenderer scripts(String publicUrl) {
        return new ScriptRenderer(
                URI.create(publicUrl),
                URI.create("https://10.0.0.1:8443"),
                new WaitPlan(Duration.ofSeconds(5), 50),
                new Secrets(folder),
                new BootFiles(Optional.of(folder)));
    }
}
