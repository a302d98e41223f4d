package dev.skerry.runtime.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;

/**
 * TLS for Kafka's clients from PEM files. Kafka's own factory reads its stores once in a client's life; this one looks at the files at
 * each new connection, so that a renewed certificate counts without a restart. Files that cannot be used leave what was there before.
 */
public final class PemSslEngineFactory implements SslEngineFactory {

    /** The client property that holds the {@link PemFiles}. */
    static final String FILES = "skerry.ssl.files";

    private static final Logger LOG = LoggerFactory.getLogger(PemSslEngineFactory.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private @Nullable PemFiles files;
    private @Nullable Loaded loaded;

    private record Loaded(PemFiles.Content content, SslBundle bundle, SSLContext context) {

        static Loaded of(PemFiles.Content content) {
            SslBundle bundle = content.bundle();
            return new Loaded(content, bundle, bundle.createSslContext());
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {
        files = (PemFiles) Objects.requireNonNull(configs.get(FILES), FILES);
        current();
    }

    private synchronized Loaded current() {
        Loaded before = loaded;
        PemFiles from = Objects.requireNonNull(files, "configure comes first");
        try {
            PemFiles.Content content = from.read();
            if (before == null || !content.equals(before.content())) {
                loaded = Loaded.of(content);
                if (before != null) {
                    LOG.info("new certificates were read: {}", from);
                }
            }
        } catch (IOException | RuntimeException e) {
            if (before == null) {
                throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
            }
            LOG.warn("{} changed and cannot be used, so the certificates from before are: {}", from, e.toString());
        }
        return Objects.requireNonNull(loaded);
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, @Nullable String endpointIdentification) {
        SSLEngine engine = current().context().createSSLEngine(peerHost, peerPort);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        throw new UnsupportedOperationException("for clients only");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return current().bundle().getStores().getKeyStore();
    }

    @Override
    public @Nullable KeyStore truststore() {
        return current().bundle().getStores().getTrustStore();
    }

    @Override
    public void close() {}
}
