package dev.skerry.runtime.connection;

import dev.skerry.runtime.settings.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.oauthbearer.BrokerJwtValidator;
import org.apache.kafka.common.security.oauthbearer.ClientCredentialsJwtRetriever;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.jspecify.annotations.Nullable;

/** What every client of Kafka is told, of whatever kind: where the brokers are, and how the connection is protected. */
public final class KafkaConnection {

    /** Kafka's clients ask no URL that this property of the JVM does not name. */
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private final String bootstrapServers;
    private final Map<String, Object> settings;

    private KafkaConnection(String bootstrapServers, Map<String, Object> settings) {
        this.bootstrapServers = bootstrapServers;
        this.settings = Map.copyOf(settings);
    }

    /**
     * Checks the settings and reads the files that they name.
     *
     * @param bootstrapServers {@code host:port}, comma-separated
     * @param localMode whether a plain listener is allowed
     * @throws dev.skerry.runtime.settings.WrongSetting naming the setting that is missing or wrong
     */
    public static KafkaConnection of(String bootstrapServers, boolean localMode, KafkaProperties kafka) {
        KafkaProperties.Protocol protocol = kafka.protocol(localMode);
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol.name());
        switch (protocol) {
            case PLAINTEXT -> {}
            case SSL -> ssl(settings, PemFiles.mutual("skerry.kafka.ssl.", kafka.ssl()));
            case SASL_SSL -> {
                ssl(settings, PemFiles.trusting("skerry.kafka.ssl.", kafka.ssl()));
                oauth(settings, kafka.oauth(), localMode);
            }
        }
        return new KafkaConnection(bootstrapServers, settings);
    }

    private static void ssl(Map<String, Object> settings, PemFiles files) {
        settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, PemSslEngineFactory.class);
        settings.put(PemSslEngineFactory.FILES, files);
    }

    private static void oauth(Map<String, Object> settings, KafkaProperties.Oauth oauth, boolean localMode) {
        String issuer = setting("issuer").required(oauth.issuer(), "what stands in tokens as iss");
        String audience = setting("audience").required(oauth.audience(), "what stands in tokens as aud");
        String[] schemes = localMode ? new String[] {"https", "http"} : new String[] {"https"};
        URI jwks = setting("jwks-url").url(oauth.jwksUrl(), schemes);
        URI token = setting("token-url").url(oauth.tokenUrl(), schemes);
        settings.put(SaslConfigs.SASL_MECHANISM, OAuthBearerLoginModule.OAUTHBEARER_MECHANISM);
        settings.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, OAuthBearerLoginCallbackHandler.class.getName());
        settings.put(SaslConfigs.SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS, ClientCredentialsJwtRetriever.class.getName());
        settings.put(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, token.toString());
        settings.put(
                SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID,
                setting("client-id").required(oauth.clientId(), "the client's name at the identity provider"));
        settings.put(SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET, secret(oauth.clientSecretFile()));
        if (oauth.scope() != null) {
            settings.put(SaslConfigs.SASL_OAUTHBEARER_SCOPE, oauth.scope());
        }
        // The broker's validator, for it checks signature, issuer and audience; the client's own looks at the form
        // only.
        settings.put(SaslConfigs.SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS, BrokerJwtValidator.class.getName());
        settings.put(SaslConfigs.SASL_OAUTHBEARER_EXPECTED_ISSUER, issuer);
        settings.put(SaslConfigs.SASL_OAUTHBEARER_EXPECTED_AUDIENCE, List.of(audience));
        settings.put(SaslConfigs.SASL_OAUTHBEARER_JWKS_ENDPOINT_URL, jwks.toString());
        settings.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                OAuthBearerLoginModule.class.getName() + " required" + trust(oauth.ca()) + ";");
        allow(jwks, token);
    }

    /** Options of the login module tell Kafka's HTTP clients whom to trust. */
    private static String trust(@Nullable Path ca) {
        if (ca == null) {
            return "";
        }
        Path file = setting("ca").file(ca, "the authorities of the identity provider, in PEM");
        String quoted = file.toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return " ssl.truststore.type=\"PEM\" ssl.truststore.location=\"" + quoted + "\"";
    }

    private static String secret(@Nullable Path path) {
        Setting setting = setting("client-secret-file");
        Path file = setting.file(path, "the client's secret");
        try {
            return setting.required(Files.readString(file).strip(), "a file that is not empty");
        } catch (IOException e) {
            throw setting.wrong(file, "cannot be read: " + e, "put the client's secret there as UTF-8 text");
        }
    }

    private static synchronized void allow(URI... urls) {
        Set<String> allowed =
                new LinkedHashSet<>(List.of(System.getProperty(ALLOWED_URLS, "").split(",", -1)));
        allowed.remove("");
        for (URI url : urls) {
            allowed.add(url.toString());
        }
        System.setProperty(ALLOWED_URLS, String.join(",", new ArrayList<>(allowed)));
    }

    private static Setting setting(String name) {
        return Setting.of("skerry.kafka.oauth." + name);
    }

    /** A connection that nothing protects, to brokers on this machine. */
    public static KafkaConnection local(String bootstrapServers) {
        return new KafkaConnection(
                bootstrapServers, Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** The brokers, {@code host:port}, comma-separated. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Properties of a client: the connection's, and those of its kind. */
    public Map<String, Object> with(Map<String, ?> others) {
        Map<String, Object> all = new HashMap<>(others);
        all.putAll(settings);
        return all;
    }
}
