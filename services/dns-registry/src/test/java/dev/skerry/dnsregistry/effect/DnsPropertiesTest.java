package dev.skerry.dnsregistry.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

class DnsPropertiesTest {

    @EnableConfigurationProperties(DnsProperties.class)
    private static final class Settings {}

    @Test
    void theFileSaysWhatTheDocumentationSays() {
        assertThat(bound())
                .isEqualTo(new DnsProperties(
                        "127.0.0.1",
                        5353,
                        "edge.skerry.test.",
                        List.of(),
                        2,
                        512,
                        128,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(5),
                        1_000));
    }

    @Test
    void settingsAreTaken() {
        assertThat(bound(
                        "skerry.dns.public-addresses=192.0.2.1,2001:db8::1",
                        "skerry.dns.udp-threads=4",
                        "skerry.dns.tcp-connections-of-one=16",
                        "skerry.dns.tcp-lifetime=1m",
                        "skerry.dns.responses-per-second=200",
                        "skerry.dns.tcp-idle=3s"))
                .isEqualTo(new DnsProperties(
                        "127.0.0.1",
                        5353,
                        "edge.skerry.test.",
                        List.of("192.0.2.1", "2001:db8::1"),
                        4,
                        512,
                        16,
                        Duration.ofSeconds(3),
                        Duration.ofMinutes(1),
                        200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port=-1",
                "port=65536",
                "udp-threads=0",
                "tcp-connections=0",
                "tcp-connections-of-one=0",
                "tcp-idle=0s",
                "tcp-lifetime=0s",
                "responses-per-second=0"
            })
    void whatIsOutOfRangeIsNamed(String setting) {
        assertThatThrownBy(() -> bound("skerry.dns." + setting))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("skerry.dns." + setting.substring(0, setting.indexOf('=')));
    }

    private static DnsProperties bound(String... settings) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=dns-registry")
                .run(Stream.of(settings).map(setting -> "--" + setting).toArray(String[]::new))) {
            return context.getBean(DnsProperties.class);
        }
    }
}
