package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.BootScript.Kind;
import dev.skerry.provisioner.domain.InstallOrder;
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
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Boot scripts in iPXE's language. They carry no secret: a nonce, and the hash of the CA to trust. */
public final class ScriptRenderer {

    /** A machine that has a system does without an answer after so long. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A secret that changed counts after so long at the latest. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final String publicUrl;
    private final String installerUrl;
    private final WaitPlan waits;
    private final Secrets secrets;
    private final BootFiles files;
    private volatile @Nullable Hashed ca;

    /** A certificate that was hashed. @param read when it was read last, nanoseconds */
    private record Hashed(String pem, String sha256, long read) {}

    /**
     * Makes one.
     *
     * @param publicUrl how machines reach the boot door
     * @param installerUrl how nodes reach the platform installer
     * @param waits how long a machine sleeps before it asks again
     * @param secrets where {@code ca.crt} lies
     * @param files what scripts name
     */
    public ScriptRenderer(URI publicUrl, URI installerUrl, WaitPlan waits, Secrets secrets, BootFiles files) {
        this.publicUrl = bare(publicUrl);
        this.installerUrl = bare(installerUrl);
        this.waits = waits;
        this.secrets = secrets;
        this.files = files;
    }

    /**
     * The first script, the same for all machines of a site: asks for the machine's own, again and again if need be. When nobody
     * answers for {@link #PATIENCE}, a machine that has a system starts it: a site goes on when the centre is away.
     */
    public String first(String site) {
        long pause = waits.shortestSeconds();
        return """
                #!ipxe
                :start
                set tries:int32 0
                :ask
                chain --autofree --replace %s/boot/%s/${netX/mac:hexhyp}/script?uuid=${uuid}&serial=${serial:uristring}&arch=${buildarch} ||
                sleep %d
                inc tries
                iseq ${tries} %d || goto ask
                sanboot --no-describe --drive 0x80 ||
                goto start
                """.formatted(publicUrl, site, pause, Math.max(1, PATIENCE.toSeconds() / pause));
    }

    /**
     * The script of one machine.
     *
     * @param again path and query of the script, for a machine that is to ask again
     * @param architecture as iPXE names it in {@code buildarch}
     */
    public String render(BootScript script, String again, String architecture) {
        return switch (script) {
            case BootScript.Wait _ -> """
                #!ipxe
                :wait
                sleep %d
                chain --autofree --replace %s%s ||
                goto wait
                """.formatted(waits.nextSeconds(), publicUrl, again);
            case BootScript.LocalDisk _ -> """
                #!ipxe
                sanboot --no-describe --drive 0x80 || exit
                """;
            // An EFI kernel finds its ramdisk by the name; a file that does not come whole is asked for again.
            case BootScript.Work work ->
                """
                #!ipxe
                kernel %s initrd=initrd %s && initrd --name initrd %s && boot ||
                :wait
                imgfree
                sleep %d
                chain --autofree --replace %s%s ||
                goto wait
                """.formatted(
                                file(architecture, own(work, InstallOrder::kernel, "vmlinuz")),
                                arguments(work, architecture),
                                file(architecture, own(work, InstallOrder::initrd, "initrd")),
                                waits.shortestSeconds(),
                                publicUrl,
                                again);
        };
    }

    /** The same for a ramdisk that was booted from a medium and asks by itself: kernel arguments. */
    public String order(BootScript script, String architecture) {
        return switch (script) {
            case BootScript.Wait _ -> "skerry.action=wait skerry.seconds=" + waits.nextSeconds();
            case BootScript.LocalDisk _ -> "skerry.action=local-disk";
            case BootScript.Work work -> arguments(work, architecture);
        };
    }

    /** The kernel arguments of such a ramdisk. */
    public String asking(String site, String mac) {
        return "skerry.provisioner=%s skerry.order=/boot/%s/%s/order%s"
                .formatted(publicUrl, site, mac.replace(':', '-'), publicUrl.startsWith("https:") ? pin() : "");
    }

    private String arguments(BootScript.Work work, String architecture) {
        return "skerry.action=%s skerry.nonce=%s skerry.provisioner=%s%s%s"
                .formatted(
                        action(work.kind()),
                        work.nonce(),
                        publicUrl,
                        work.kind() == Kind.INSTALL || publicUrl.startsWith("https:") ? pin() : "",
                        installation(work, architecture));
    }

    private String file(String architecture, String name) {
        return publicUrl + "/boot/files/" + files.path(architecture, name);
    }

    /** What the install profile names, or else the ramdisk's own. */
    private static String own(BootScript.Work work, Function<InstallOrder, String> named, String otherwise) {
        return work.install().map(named).filter(name -> !name.isEmpty()).orElse(otherwise);
    }

    /** What the CA is that doors with TLS are known by. */
    private String pin() {
        return " skerry.ca-sha256=" + caSha256();
    }

    private String installation(BootScript.Work work, String architecture) {
        if (work.kind() != Kind.INSTALL) {
            return "";
        }
        String seed = " skerry.seed=%s/nodes/%s/".formatted(installerUrl, work.nonce());
        return seed
                + work.install()
                        .map(order -> image(order, architecture)
                                + (order.disk().isEmpty() ? "" : " skerry.disk=" + order.disk()))
                        .orElseGet(() -> served("image", architecture));
    }

    private String image(InstallOrder order, String architecture) {
        if (order.imageSha256().isEmpty()) {
            return served(order.image(), architecture);
        }
        boolean elsewhere = order.image().contains("://");
        return " skerry.image=%s skerry.image-sha256=%s"
                .formatted(elsewhere ? order.image() : file(architecture, order.image()), order.imageSha256());
    }

    /** An image among the boot files, with the hash that it has now; the ramdisk says what is missing when it is not there. */
    private String served(String name, String architecture) {
        String path = files.path(architecture, name);
        return files.find(path)
                .map(image -> " skerry.image=%s/boot/files/%s skerry.image-sha256=%s"
                        .formatted(publicUrl, path, HexFormat.of().formatHex(image.sha256())))
                .orElse("");
    }

    private String caSha256() {
        Hashed last = ca;
        long now = System.nanoTime();
        if (last == null || now - last.read() > FRESH.toNanos()) {
            String pem = secrets.text("ca.crt");
            String sha256 = last != null && last.pem().equals(pem)
                    ? last.sha256()
                    : hash(pem.getBytes(StandardCharsets.US_ASCII));
            last = new Hashed(pem, sha256, now);
            ca = last;
        }
        return last.sha256();
    }

    private static String hash(byte[] pem) {
        try {
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
            case RESCUE -> "rescue";
            case LOCAL_DISK, WAIT -> throw new IllegalArgumentException(kind + " is no work");
        };
    }

    private static String bare(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
