package dev.skerry.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.runtime.connection.KafkaProperties.Oauth;
import dev.skerry.runtime.connection.KafkaProperties.Protocol;
import dev.skerry.runtime.connection.KafkaProperties.Ssl;
import dev.skerry.runtime.settings.WrongSetting;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class KafkaConnectionTest {

    @TempDir
    Path folder = Path.of("");

    private final Map<String, String> good = new LinkedHashMap<>();

    @BeforeEach
    void files() throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        TestAuthority.Identity own = authority.issue("inventory");
        good.put("ssl.ca", authority.ca().toString());
        good.put("ssl.certificate", own.certificate().toString());
        good.put("ssl.key", own.key().toString());
        good.put("oauth.issuer", "https://id.example");
        good.put("oauth.audience", "kafka");
        good.put("oauth.jwks-url", "https://id.example/keys");
        good.put("oauth.token-url", "https://id.example/token");
        good.put("oauth.client-id", "inventory");
        good.put(
                "oauth.client-secret-file",
                Files.writeString(folder.resolve("secret"), "s3cret\n").toString());
    }

    @Test
    void withoutAWordItIsMutualTlsAndInLocalModePlain() {
        KafkaProperties silent = new KafkaProperties(null, new Ssl(null, null, null), none());
        assertThatThrownBy(() -> KafkaConnection.of("b:1", false, silent))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("skerry.kafka.ssl.ca: is required");
        assertThat(KafkaConnection.of("b:1", true, silent).with(Map.of("linger.ms", 2)))
                .isEqualTo(Map.of("bootstrap.servers", "b:1", "security.protocol", "PLAINTEXT", "linger.ms", 2));
    }

    @Test
    void aPlainListenerIsForLocalModeOnly() {
        KafkaProperties plain = new KafkaProperties(Protocol.PLAINTEXT, new Ssl(null, null, null), none());
        assertThatThrownBy(() -> KafkaConnection.of("b:1", false, plain))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("skerry.kafka.security-protocol: \"PLAINTEXT\" is for local mode only")
                .hasMessageContaining("set it to SSL or SASL_SSL");
    }

    @ParameterizedTest
    @EnumSource(names = {"SSL", "SASL_SSL"})
    void whatIsGoodIsTakenInLocalModeAndElsewhere(Protocol protocol) {
        for (boolean local : new boolean[] {true, false}) {
            assertThat(KafkaConnection.of("b:1", local, bound(protocol)).with(Map.of()))
                    .containsEntry("security.protocol", protocol.name())
                    .containsEntry("ssl.engine.factory.class", PemSslEngineFactory.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssl.ca", "ssl.certificate", "ssl.key"})
    void mutualTlsWantsEachFile(String setting) throws Exception {
        refusedWithout(Protocol.SSL, setting);
        refusedWith(Protocol.SSL, setting, folder.resolve("nowhere").toString(), setting);
        String rubbish = Files.writeString(folder.resolve("rubbish"), "no PEM").toString();
        refusedWith(Protocol.SSL, setting, rubbish, setting.equals("ssl.key") ? "ssl.certificate" : setting);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.ca",
                "oauth.issuer",
                "oauth.audience",
                "oauth.jwks-url",
                "oauth.token-url",
                "oauth.client-id",
                "oauth.client-secret-file"
            })
    void tokensWantEachOfTheseSettings(String setting) {
        refusedWithout(Protocol.SASL_SSL, setting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oauth.jwks-url", "oauth.token-url"})
    void tokensAreNotAskedForInTheOpen(String setting) {
        refusedWith(Protocol.SASL_SSL, setting, "http://id.example/x", setting);
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() {
        TestAuthority.Identity other = new TestAuthority(folder).issue("other");
        refusedWith(Protocol.SSL, "ssl.key", other.key().toString(), "ssl.certificate");
    }

    private void refusedWithout(Protocol protocol, String setting) {
        good.remove(setting);
        refused(protocol, setting);
    }

    private void refusedWith(Protocol protocol, String setting, String value, String named) {
        good.put(setting, value);
        refused(protocol, named);
    }

    private void refused(Protocol protocol, String named) {
        assertThatThrownBy(() -> KafkaConnection.of("b:1", false, bound(protocol)))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("skerry.kafka." + named + ": ");
    }

    private KafkaProperties bound(Protocol protocol) {
        Map<String, Object> all = new LinkedHashMap<>();
        good.forEach((name, value) -> all.put("skerry.kafka." + name, value));
        all.put("skerry.kafka.security-protocol", protocol);
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("skerry.kafka", KafkaProperties.class)
                .get();
    }

    private static Oauth none() {
        @Nullable URI nowhere = null;
        return new Oauth(null, null, nowhere, nowhere, null, null, null, null);
    }
}
