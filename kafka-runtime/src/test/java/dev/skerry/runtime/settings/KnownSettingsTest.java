package dev.skerry.runtime.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

class KnownSettingsTest {

    private static final Set<String> KNOWN =
            Set.of("skerry.state-dir", "skerry.dns.public-addresses", "skerry.kafka.ssl.ca");

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "skerry.state-dir",
                "skerry.stateDir",
                "skerry.dns.public-addresses[1]",
                "SKERRY_STATE_DIR",
                "SKERRY_STATEDIR",
                "SKERRY_DNS_PUBLICADDRESSES_0",
                "SKERRY_JAVA_OPTS",
                "spring.anything",
                "PATH"
            })
    void whatIsKnownIsKnownInEveryWayOfWriting(String name) {
        assertThatCode(() -> KnownSettings.check(name, KNOWN)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "skerry.state-dri, skerry.state-dir",
        "skerry.kafka.ssl.cas, skerry.kafka.ssl.ca",
        "SKERRY_KAFKA_SSLCA_FILE, SKERRY_KAFKA_SSL_CA",
        "SKERRY_DNS_PUBLIC_ADRESSES, SKERRY_DNS_PUBLIC_ADDRESSES"
    })
    void whatIsMisspeltIsNamedWithTheClosestThatThereIs(String name, String closest) {
        assertThatThrownBy(() -> KnownSettings.check(name, KNOWN))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith(name + ": there is no such setting")
                .hasMessageEndingWith(": " + closest);
    }

    @Test
    void theStartStops() {
        assertThatThrownBy(() -> start("--skerry.comit-interval=1s"))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("skerry.commit-interval");
        assertThatCode(() -> start("--skerry.commit-interval=1s")).doesNotThrowAnyException();
    }

    private static void start(String argument) {
        new SpringApplicationBuilder(Nothing.class)
                .properties("spring.config.name=none", "spring.main.web-application-type=none")
                .run(argument)
                .close();
    }
}
