package dev.skerry.appmanager.rest.agents;

import dev.skerry.runtime.Secrets;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Objects;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * The agents' port beside the people's: TLS 1.2 and 1.3 with the doors' certificate, and nobody gets in without a certificate of the
 * fleet's CA.
 */
public final class AgentsConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    /** Guards key stores that never leave memory. */
    private static final String PASSWORD = "in-memory";

    private static final int MOST_CONNECTIONS = 20_000;
    private static final int TIMEOUT_MILLIS = 20_000;

    private final AgentsDoorProperties properties;
    private final Secrets secrets;
    private volatile @Nullable Connector connector;

    public AgentsConnector(AgentsDoorProperties properties, Secrets secrets) {
        this.properties = properties;
        this.secrets = secrets;
    }

    /** The port on which agents are listened to; 0 before the server has started. */
    public int port() {
        Connector current = connector;
        return current == null ? 0 : Math.max(current.getLocalPort(), 0);
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        Connector agents = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        agents.setPort(properties.port());
        agents.setScheme("https");
        agents.setSecure(true);
        InetAddress address = factory.getAddress();
        if (address != null) {
            set(agents, "address", address.getHostAddress());
        }
        set(agents, "SSLEnabled", "true");
        set(agents, "maxConnections", Integer.toString(MOST_CONNECTIONS));
        set(agents, "connectionTimeout", Integer.toString(TIMEOUT_MILLIS));
        agents.getProtocolHandler().setExecutor(new VirtualThreadExecutor("agents-"));
        agents.addSslHostConfig(tls());
        factory.addAdditionalConnectors(agents);
        connector = agents;
    }

    private SSLHostConfig tls() {
        PemSslStore own =
                Objects.requireNonNull(PemSslStore.load(PemSslStoreDetails.forCertificates(secrets.text("server.crt"))
                        .withPrivateKey(secrets.text("server.key"))
                        .withPassword(PASSWORD)));
        refuseStrangeKey(own);
        PemSslStoreBundle stores = new PemSslStoreBundle(
                own, PemSslStore.load(PemSslStoreDetails.forCertificates(secrets.text("ca.crt"))));
        SSLHostConfig tls = new SSLHostConfig();
        tls.setProtocols("TLSv1.2+TLSv1.3");
        tls.setCertificateVerification("required");
        tls.setTrustStore(stores.getTrustStore());
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(stores.getKeyStore());
        certificate.setCertificateKeystorePassword(PASSWORD);
        tls.addCertificate(certificate);
        return tls;
    }

    /** A key that does not belong to the certificate would show as a handshake that fails for everybody. */
    private void refuseStrangeKey(PemSslStore own) {
        PrivateKey key = Objects.requireNonNull(own.privateKey());
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "EC" -> "SHA256withECDSA";
                        case "RSA" -> "SHA256withRSA";
                        default -> key.getAlgorithm();
                    });
            byte[] proof = "skerry".getBytes(StandardCharsets.US_ASCII);
            signature.initSign(key);
            signature.update(proof);
            byte[] signed = signature.sign();
            signature.initVerify(Objects.requireNonNull(own.certificates()).getFirst());
            signature.update(proof);
            if (!signature.verify(signed)) {
                throw new SignatureException("the signature is not the certificate's");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    secrets.path("server.key")
                            + " is not the key of server.crt: write it in PKCS#8 (BEGIN PRIVATE KEY)",
                    e);
        }
    }

    private static void set(Connector connector, String name, String value) {
        if (!connector.setProperty(name, value)) {
            throw new IllegalStateException("the web server has no setting " + name);
        }
    }
}
