package dev.skerry.provisioner.effect;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whose certificates a client trusts, instead of the CAs that the JDK knows. */
final class ServerTrust {

    private static final int HASH_BYTES = 32;

    private ServerTrust() {}

    /** Trusts what comes from one of these CAs. @throws IllegalArgumentException when the text is no certificate in PEM */
    static SSLContext ca(String pem) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
                trusted.setCertificateEntry("ca" + count++, certificate);
            }
            if (count == 0) {
                throw new IllegalArgumentException("no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return context(trust.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("not a certificate in PEM", e);
        }
    }

    /**
     * Trusts one certificate, whatever name and time it says: controllers make their own, for no name and with a clock that is wrong.
     *
     * @param sha256 of its DER form, in hex, with or without colons
     * @throws IllegalArgumentException when it is none
     */
    static SSLContext pinned(String sha256) {
        byte[] hash = HexFormat.of().parseHex(sha256.replace(":", ""));
        if (hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("not a SHA-256");
        }
        try {
            return context(new Pin(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is there", e);
        }
    }

    private static SSLContext context(TrustManager... trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        return context;
    }

    /** Takes the server's own certificate by its hash. An extended manager, so that no name is looked for beside it. */
    private static final class Pin extends X509ExtendedTrustManager {

        private final byte[] sha256;

        private Pin(byte[] sha256) {
            this.sha256 = sha256;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            byte[] hash = hash(chain[0]);
            if (!Arrays.equals(hash, sha256)) {
                throw new CertificateException(
                        "its SHA-256 is " + HexFormat.of().formatHex(hash) + ", not the pinned one");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        private static byte[] hash(X509Certificate certificate) throws CertificateException {
            try {
                return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is there", e);
            }
        }
    }
}
