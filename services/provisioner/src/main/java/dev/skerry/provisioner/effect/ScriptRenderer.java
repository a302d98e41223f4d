package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.BootScript.Kind;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.Secrets;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;

/** Boot scripts in iPXE's language. They carry no secret: a nonce, and the hash of the CA to trust. */
public final class ScriptRenderer {

    private final String publicUrl;
    private final String installerUrl;
    private final WaitPlan waits;
    private final Secrets secrets;

    /**
     * Makes one.
     *
     * @param publicUrl how machines reach the boot door
     * @param installerUrl how nodes reach the platform installer
     * @param waits how long a machine sleeps before it asks again
     * @param secrets where {@code ca.crt} lies
     */
    public ScriptRenderer(URI publicUrl, URI installerUrl, WaitPlan waits, Secrets secrets) {
        this.publicUrl = bare(publicUrl);
        this.installerUrl = bare(installerUrl);
        this.waits = waits;
        this.secrets = secrets;
    }

    /** The first script, the same for all machines of a site: asks for the machine's own, again and again if need be. */
    public String first(String site) {
        return """
                #!ipxe
                :ask
                chain --autofree --replace %s/boot/%s/${netX/mac:hexhyp}/script?uuid=${uuid}&serial=${serial:uristring}&arch=${buildarch} ||
                sleep %d
                goto ask
                """.formatted(publicUrl, site, waits.shortestSeconds());
    }

    /**
     * The script of one machine.
     *
     * @param again path and query of the script, for a machine that is to ask again
     */
    public String render(BootScript script, String again) {
        return switch (script) {
            case BootScript.Wait _ -> """
                #!ipxe
                sleep %d
                chain --autofree --replace %s%s
                """.formatted(waits.nextSeconds(), publicUrl, again);
            case BootScript.LocalDisk _ -> """
                #!ipxe
                sanboot --no-describe --drive 0x80 || exit
                """;
            case BootScript.Work work -> """
                #!ipxe
                kernel %1$s/boot/files/vmlinuz skerry.action=%2$s skerry.nonce=%3$s skerry.provisioner=%1$s%4$s
                initrd %1$s/boot/files/initrd
                boot
                """.formatted(publicUrl, action(work.kind()), work.nonce(), seed(work));
        };
    }

    private String seed(BootScript.Work work) {
        return work.kind() == Kind.INSTALL
                ? " skerry.seed=%s/nodes/%s/ skerry.ca-sha256=%s".formatted(installerUrl, work.nonce(), caSha256())
                : "";
    }

    private String caSha256() {
        try {
            byte[] pem = secrets.text("ca.crt").getBytes(StandardCharsets.US_ASCII);
            byte[] der = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem))
                    .getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a certificate that was read has an encoding and a hash", e);
        } catch (CertificateException e) {
            throw new Problem(
                    500, "", "the secret ca.crt is no certificate", "put the fleet CA's PEM into the secrets folder");
        }
    }

    private static String action(Kind kind) {
        return switch (kind) {
            case INSPECT -> "inspect";
            case INSTALL -> "install";
            case WIPE -> "wipe";
            case LOCAL_DISK, WAIT -> throw new IllegalArgumentException(kind + " is no work");
        };
    }

    private static String bare(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
