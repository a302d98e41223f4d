package dev.skerry.platforminstaller.effect;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** Textual encodings (RFC 7468, and OpenSSL's older ones for keys). */
final class Pem {

    private Pem() {}

    static String of(Object certificateOrKey) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificateOrKey);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * The private key of a pair on P-256 (RFC 5915) with its curve named in it: the JDK's own encoding leaves that out, and Go, in
     * which k3s is written, does not read it then.
     */
    static String ofCurveKey(KeyPair pair) {
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        BigInteger secret = ((ECPrivateKey) pair.getPrivate()).getS();
        try {
            return of(new PemObject(
                    "EC PRIVATE KEY",
                    new org.bouncycastle.asn1.sec.ECPrivateKey(
                                    256, secret, publicKey.getPublicKeyData(), SECObjectIdentifiers.secp256r1)
                            .getEncoded("DER")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first object in a text. @throws IllegalArgumentException when it is not PEM */
    static @Nullable Object first(String text) {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            return parser.readObject();
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("is not PEM", e);
        }
    }

    static X509CertificateHolder certificate(String text, String name) {
        if (first(text) instanceof X509CertificateHolder certificate) {
            return certificate;
        }
        throw new IllegalArgumentException(name + " must hold a certificate in PEM");
    }

    static PrivateKey privateKey(String text, String name) {
        try {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            return switch (first(text)) {
                case PEMKeyPair pair -> converter.getPrivateKey(pair.getPrivateKeyInfo());
                case PrivateKeyInfo info -> converter.getPrivateKey(info);
                case null, default -> throw new IllegalArgumentException(name + " must hold a private key in PEM");
            };
        } catch (PEMException e) {
            throw new IllegalArgumentException(name + " must hold a private key in PEM", e);
        }
    }
}
