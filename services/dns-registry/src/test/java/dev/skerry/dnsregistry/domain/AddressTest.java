package dev.skerry.dnsregistry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skerry.dnsregistry.domain.Address.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @Test
    void readsBothFamilies() {
        assertThat(Address.parse("203.0.113.7")).isEqualTo(new Address(Family.IPV4, 0xCB007107L << 32, 0));
        assertThat(Address.parse("2001:db8::1")).isEqualTo(new Address(Family.IPV6, 0x20010db8L << 32, 1));
        assertThat(Address.parse("::ffff:203.0.113.7")).isEqualTo(Address.parse("203.0.113.7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.1", "255.255.255.255", "203.0.113.7", "2001:db8::1", "::1", "ffff:1:2:3:4:5:6:8000"})
    void bytesAndBack(String text) {
        Address address = Address.parse(text);
        assertThat(Address.of(address.bytes())).isEqualTo(address);
        assertThat(address.bytes()).hasSize(address.family().bits() / 8);
        assertThat(address.masked(address.family().bits())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop",
                "1",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4.",
                "1.2.3.4.5",
                "01.2.3.4",
                "1.2.3.04",
                " 1.2.3.4",
                "fe80::1%eth0",
                "[::1]",
                ":::",
                "1:2",
                "example.com",
                "g::1",
                "1.2.3.4/8",
                "0x7f.0.0.1"
            })
    void refusesWhatIsNoAddressWithoutAskingAnyone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.parse(text))
                .withMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, true",
        "127.0.0.1, true",
        "2001:db8::1, true",
        "::1, true",
        "10.0.0.0, true",
        "0.0.0.0, false",
        "::, false",
        "224.0.0.1, false",
        "239.1.2.3, false",
        "255.255.255.255, false",
        "ff02::1, false"
    })
    void knowsWhatIsNoHost(String text, boolean host) {
        assertThat(Address.parse(text).isOfHost()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/16, 10.1.0.0, 16",
        "10.1.2.3/32, 10.1.2.3, 32",
        "10.1.2.3/0, 0.0.0.0, 0",
        "2001:db8:1:2::3/48, 2001:db8:1::, 48",
        "2001:db8::ffff/128, 2001:db8::ffff, 128",
        "2001:db8:1:2:f::/68, 2001:db8:1:2::, 68",
        "::/0, ::, 0"
    })
    void readsPrefixesAndClearsTheirHostBits(String text, String address, int length) {
        assertThat(Prefix.parse(text)).isEqualTo(new Prefix(Address.parse(address), length));
        assertThat(Prefix.parse(text).address()).isEqualTo(Address.parse(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "/8",
                "a/8",
                "1.2.3.4/8/8"
            })
    void refusesWhatIsNoPrefix(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Prefix.parse(text));
    }
}
