package dev.skerry.platforminstaller.effect;

import java.io.IOException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * A certificate request (PKCS #10, RFC 2986) whose sender has shown that it holds the key. Only the key counts: what it says of a
 * subject is not read.
 */
public final class Csr {

    /** Characters; a request for a P-256 key has about 500. */
    private static final int LONGEST = 8192;

    private final SubjectPublicKeyInfo publicKey;
    private final String publicKeySha256;

    private Csr(SubjectPublicKeyInfo publicKey, String publicKeySha256) {
        this.publicKey = publicKey;
        this.publicKeySha256 = publicKeySha256;
    }

    /** Reads and verifies a request. @throws IllegalArgumentException saying what is wrong with it */
    public static Csr parse(String pem) {
        if (pem.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        PKCS10CertificationRequest request = switch (Pem.first(pem)) {
            case PKCS10CertificationRequest csr -> csr;
            case PrivateKeyInfo _ -> throw new IllegalArgumentException("is a private key: keep it to yourself");
            case null, default -> throw new IllegalArgumentException("is not a certificate request in PEM");
        };
        SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
        if (!X9ObjectIdentifiers.id_ecPublicKey.equals(key.getAlgorithm().getAlgorithm())
                || !SECObjectIdentifiers.secp256r1.equals(key.getAlgorithm().getParameters())) {
            throw new IllegalArgumentException("is not for an EC key on P-256");
        }
        try {
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("is not signed with its own key");
            }
            return new Csr(key, Tokens.sha256(key.getEncoded("DER")));
        } catch (PKCSException | OperatorCreationException | IOException e) {
            throw new IllegalArgumentException("cannot be verified", e);
        }
    }

    /** SHA-256 of the public key (SubjectPublicKeyInfo, DER) in lower-case hex. */
    public String publicKeySha256() {
        return publicKeySha256;
    }

    SubjectPublicKeyInfo publicKey() {
        return publicKey;
    }
}
