package dev.skerry.agent.identity;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate signing request (PKCS#10, RFC 2986) with a subject of one common name and no attributes, signed with ECDSA and
 * SHA-256 (RFC 5758). The structure is small and fixed, so that a DER writer of its own is less than a dependency.
 */
public final class CertificateRequest {

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final byte[] NO_ATTRIBUTES = {(byte) 0xA0, 0x00};

    /** The object identifier ecdsa-with-SHA256, 1.2.840.10045.4.3.2, in a sequence without parameters. */
    private static final byte[] ECDSA_WITH_SHA256 = {
        0x30, 0x0A, 0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02
    };

    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;

    private CertificateRequest() {}

    /**
     * @param commonName letters, digits, dots and hyphens, at most 127: a cluster's id is two DNS labels, which is more than the 64
     *     that X.520 has in mind and less than what TLS libraries bear
     * @param keys on the curve P-256
     * @return the request in PEM
     */
    public static String pem(String commonName, KeyPair keys) throws GeneralSecurityException {
        if (!commonName.matches("[A-Za-z0-9.-]{1,127}")) {
            throw new IllegalArgumentException("not a common name for a certificate: " + commonName);
        }
        byte[] info = der(
                SEQUENCE,
                VERSION_0,
                new X500Principal("CN=" + commonName).getEncoded(),
                keys.getPublic().getEncoded(),
                NO_ATTRIBUTES);
        var signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keys.getPrivate());
        signer.update(info);
        byte[] signature = der(BIT_STRING, new byte[] {0}, signer.sign());
        return Pem.encode("CERTIFICATE REQUEST", der(SEQUENCE, info, ECDSA_WITH_SHA256, signature));
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
