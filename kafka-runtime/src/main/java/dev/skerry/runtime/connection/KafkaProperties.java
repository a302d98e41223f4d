package dev.skerry.runtime.connection;

import dev.skerry.runtime.settings.Setting;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How clients are known to Kafka's brokers, and brokers to them.
 *
 * @param securityProtocol SSL is mutual TLS, SASL_SSL is OAUTHBEARER over TLS; PLAINTEXT is for local mode only. Without it SSL, in local
 *     mode PLAINTEXT
 * @param ssl certificates and keys, PEM
 * @param oauth whom tokens come from and what they must say; for SASL_SSL
 */
@ConfigurationProperties("skerry.kafka")
public record KafkaProperties(
        @Nullable Protocol securityProtocol,
        @DefaultValue Ssl ssl,
        @DefaultValue Oauth oauth) {

    /** What a connection to a broker is protected with. */
    public enum Protocol {
        /** Nothing. */
        PLAINTEXT,
        /** TLS in which both sides show a certificate. */
        SSL,
        /** TLS in which the broker shows a certificate, and a bearer token for the client. */
        SASL_SSL
    }

    /**
     * Files in PEM. They are read again when they changed: the next connections use what they hold then.
     *
     * @param ca certificates of the authorities that the brokers' certificates come from
     * @param certificate the client's certificate, followed by those that lead to its authority; for SSL
     * @param key the certificate's private key, PKCS#8, without a password; for SSL
     */
    public record Ssl(
            @Nullable Path ca,
            @Nullable Path certificate,
            @Nullable Path key) {}

    /**
     * The identity provider. Issuer, audience and key set are checked of every token that it gives, before a broker sees it.
     *
     * @param issuer what stands in a token as iss
     * @param audience what has to be among its aud
     * @param jwksUrl the key set that signatures are checked with
     * @param tokenUrl where tokens are asked for, with the client's credentials
     * @param clientId the client's name there
     * @param clientSecretFile the file with its secret, read at the start
     * @param scope what is asked for; without it the provider's default
     * @param ca certificates of the authorities that the provider's certificate comes from, PEM; without it those of the JDK
     */
    public record Oauth(
            @Nullable String issuer,
            @Nullable String audience,
            @Nullable URI jwksUrl,
            @Nullable URI tokenUrl,
            @Nullable String clientId,
            @Nullable Path clientSecretFile,
            @Nullable String scope,
            @Nullable Path ca) {}

    /**
     * The protocol in force.
     *
     * @throws dev.skerry.runtime.settings.WrongSetting when it is PLAINTEXT and this is no local mode
     */
    Protocol protocol(boolean localMode) {
        Protocol protocol = securityProtocol;
        if (protocol == null) {
            return localMode ? Protocol.PLAINTEXT : Protocol.SSL;
        }
        if (protocol == Protocol.PLAINTEXT && !localMode) {
            throw Setting.of("skerry.kafka.security-protocol")
                    .wrong(
                            protocol,
                            "is for local mode only: whoever reaches a plain listener may read and write everything",
                            "set it to SSL or SASL_SSL; skerry.local-mode=true is for one machine that nobody else reaches");
        }
        return protocol;
    }
}
