package dev.skerry.sim.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts authorities as a machine does whose clock is wrong: each certificate must be valid by that clock too (RFC 5280, 4.1.2.5). */
final class SkewedTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager usual;
    private final X509Certificate[] authorities;
    private final Duration ahead;

    private SkewedTrust(X509ExtendedTrustManager usual, X509Certificate[] authorities, Duration ahead) {
        this.usual = usual;
        this.authorities = authorities.clone();
        this.ahead = ahead;
    }

    /**
     * @param caPem authorities, PEM
     * @param ahead of the right time; negative is behind
     * @throws GeneralSecurityException when that is no certificate
     */
    static SSLContext context(String caPem, Duration ahead) throws GeneralSecurityException {
        var authorities = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            trusted.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store could not be made", e);
        }
        for (int i = 0; i < authorities.length; i++) {
            trusted.setCertificateEntry("ca-" + i, authorities[i]);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        var context = SSLContext.getInstance("TLS");
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager usual) {
                context.init(null, new TrustManager[] {new SkewedTrust(usual, authorities, ahead)}, null);
                return context;
            }
        }
        throw new GeneralSecurityException("the JDK has no X.509 trust manager");
    }

    private void requireValid(X509Certificate[] chain) throws CertificateException {
        var now = Date.from(Instant.now().plus(ahead));
        for (var certificate : chain) {
            certificate.checkValidity(now);
        }
        for (var authority : authorities) {
            authority.checkValidity(now);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        usual.checkServerTrusted(chain, type, engine);
        requireValid(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        usual.checkServerTrusted(chain, type, socket);
        requireValid(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        usual.checkServerTrusted(chain, type);
        requireValid(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("machines serve nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("machines serve nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("machines serve nobody");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return usual.getAcceptedIssuers();
    }
}
