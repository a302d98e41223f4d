package dev.skerry.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/** When the certificates of the secrets folder end. Files are read at each call, so a renewed one counts at once. */
final class CertificateExpiry {

    private final Secrets secrets;

    CertificateExpiry(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The certificates that there are: the fleet CA and the doors' own. */
    List<String> names() {
        return Stream.of("ca", "server")
                .filter(name -> secrets.exists(name + ".crt"))
                .toList();
    }

    /** Seconds since the epoch; not a number when the file cannot be read. */
    double epochSeconds(String name) {
        Path file = secrets.path(name + ".crt");
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in)
                            instanceof X509Certificate certificate
                    ? certificate.getNotAfter().toInstant().getEpochSecond()
                    : Double.NaN;
        } catch (IOException | CertificateException e) {
            return Double.NaN;
        }
    }
}
