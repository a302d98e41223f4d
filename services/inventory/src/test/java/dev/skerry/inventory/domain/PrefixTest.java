package dev.skerry.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 0a010000, 16",
        "0.0.0.0/0, 00000000, 0",
        "203.0.113.7/32, cb007107, 32",
        "10.128.0.0/9, 0a800000, 9",
        "2001:db8:1::/48, 20010db8000100000000000000000000, 48",
        "2001:DB8:1:0:0:0:0:0/48, 20010db8000100000000000000000000, 48",
        "::/0, 00000000000000000000000000000000, 0",
        "::1/128, 00000000000000000000000000000001, 128",
    })
    void parses(String text, String network, int length) {
        assertThat(Prefix.parsed(text)).contains(new Prefix(network, length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.1.0.0",
                "10.1.0.0/33",
                "10.1.0.0/-1",
                "10.1.0.0/016",
                "10.1.0.1/16",
                "10.64.0.0/9",
                "10.1/16",
                "10.1.0.256/24",
                "010.1.0.0/16",
                "10.1.0.0/16 ",
                "example.com/16",
                "2001:db8::/129",
                "2001:db8::1/64",
                "2001:db8:::/48",
                "::ffff:10.1.0.0/112",
                "fe80::%eth0/64",
                "2001:db8::/",
                "/24"
            })
    void refuses(String text) {
        assertThat(Prefix.parsed(text)).isEmpty();
    }
}
