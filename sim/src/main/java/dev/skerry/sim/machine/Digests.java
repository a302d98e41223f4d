package dev.skerry.sim.machine;

import dev.skerry.agent.identity.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hex. */
final class Digests {

    private Digests() {}

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of the DER form of the first certificate in a PEM text. */
    static String sha256OfCertificate(String pem) throws GeneralSecurityException {
        var certificates = Pem.decode("CERTIFICATE", pem);
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        return sha256(certificates.getFirst());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
