package dev.skerry.runtime.connection;

import dev.skerry.runtime.settings.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** The PEM files of one side of a TLS connection. */
record PemFiles(
        Path ca, @Nullable Path certificate, @Nullable Path key) {

    /** What the files hold at one moment. */
    record Content(
            String ca,
            @Nullable String certificate,
            @Nullable String key) {

        /** @throws IllegalStateException or IllegalArgumentException when it is not what it should be */
        SslBundle bundle() {
            PemSslStore trusted = PemSslStore.load(PemSslStoreDetails.forCertificates(ca));
            PemSslStore own = certificate == null
                    ? null
                    : PemSslStore.load(
                            PemSslStoreDetails.forCertificates(certificate).withPrivateKey(key));
            if (own != null) {
                match(own);
            }
            SslBundle bundle = SslBundle.of(new PemSslStoreBundle(own, trusted));
            bundle.createSslContext();
            return bundle;
        }

        /** While files are replaced, one may be new and the other not yet. */
        private static void match(PemSslStore own) {
            PrivateKey key = Objects.requireNonNull(own.privateKey(), "no private key");
            X509Certificate certificate =
                    Objects.requireNonNull(own.certificates(), "no certificate").getFirst();
            String algorithm = switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> key.getAlgorithm();
            };
            try {
                Signature signature = Signature.getInstance(algorithm);
                signature.initSign(key);
                byte[] signed = signature.sign();
                signature.initVerify(certificate.getPublicKey());
                if (!signature.verify(signed)) {
                    throw new IllegalArgumentException("the key is not the certificate's");
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("the key is not the certificate's", e);
            }
        }

        @Override
        public String toString() {
            return "Content";
        }
    }

    /** Files for both directions of trust; @throws dev.skerry.runtime.settings.WrongSetting when one is missing or wrong */
    static PemFiles mutual(String prefix, KafkaProperties.Ssl ssl) {
        PemFiles files = new PemFiles(
                Setting.of(prefix + "ca").file(ssl.ca(), "the authorities of the brokers, in PEM"),
                Setting.of(prefix + "certificate").file(ssl.certificate(), "the client's certificate, in PEM"),
                Setting.of(prefix + "key").file(ssl.key(), "the client's private key, in PEM"));
        return files.checked(prefix);
    }

    /** Files to know the other side by; @throws dev.skerry.runtime.settings.WrongSetting when one is missing or wrong */
    static PemFiles trusting(String prefix, KafkaProperties.Ssl ssl) {
        return new PemFiles(
                        Setting.of(prefix + "ca").file(ssl.ca(), "the authorities of the brokers, in PEM"), null, null)
                .checked(prefix);
    }

    private PemFiles checked(String prefix) {
        try {
            new Content(text(ca), null, null).bundle();
        } catch (IOException | RuntimeException e) {
            throw Setting.of(prefix + "ca")
                    .wrong(ca, "holds no certificates in PEM: " + e.getMessage(), "put the brokers' authorities there");
        }
        try {
            read().bundle();
        } catch (IOException | RuntimeException e) {
            throw Setting.of(prefix + "certificate")
                    .wrong(
                            certificate + "\" and \"" + key,
                            "are no certificate and its key in PEM: " + e.getMessage(),
                            "put both there, the key in PKCS#8 without a password");
        }
        return this;
    }

    Content read() throws IOException {
        return new Content(text(ca), certificate == null ? null : text(certificate), key == null ? null : text(key));
    }

    private static String text(Path path) throws IOException {
        return Files.readString(path, StandardCharsets.US_ASCII);
    }
}
