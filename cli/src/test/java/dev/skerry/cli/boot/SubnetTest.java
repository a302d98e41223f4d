package dev.skerry.cli.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.cli.boot.DnsmasqConfig.Lease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 255.255.0.0, 10.1.128.0, 10.1.143.255",
        "192.168.7.0/24, 255.255.255.0, 192.168.7.128, 192.168.7.254",
        "192.168.7.64/27, 255.255.255.224, 192.168.7.80, 192.168.7.94",
        "10.0.0.0/8, 255.0.0.0, 10.128.0.0, 10.128.15.255"
    })
    void itsUpperHalfIsLeased(String cidr, String mask, String first, String last) {
        Subnet subnet = Subnet.of(cidr);
        Lease lease = Lease.upperHalf(subnet, "");
        assertThat(subnet).hasToString(cidr);
        assertThat(subnet.netmask()).isEqualTo(mask);
        assertThat(Subnet.text(lease.first())).isEqualTo(first);
        assertThat(Subnet.text(lease.last())).isEqualTo(last);
    }

    @Test
    void itHoldsItsHosts() {
        Subnet subnet = Subnet.of("192.168.7.64/27");
        assertThat(subnet.holds(Subnet.address("192.168.7.65"))).isTrue();
        assertThat(subnet.holds(Subnet.address("192.168.7.64"))).isFalse();
        assertThat(subnet.holds(Subnet.address("192.168.7.95"))).isFalse();
        assertThat(subnet.holds(Subnet.address("192.168.8.70"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.1.0.0", "10.1.0.0/33", "10.1.0.1/16", "10.1.0.256/24", "2001:db8::/48", "a/8"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Subnet.of(text)).hasMessageContaining("such as 10.1.0.0/16");
    }
}
