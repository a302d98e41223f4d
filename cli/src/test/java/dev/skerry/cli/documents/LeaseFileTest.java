package dev.skerry.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;

class LeaseFileTest {

    private final LeaseFile file = new LeaseFile("dnsmasq.leases", "copenhagen");

    @Test
    void eachMacIsAMachine() {
        assertThat(file.parse("""
                1793837212 52:54:00:00:01:01 10.1.0.131 cph-1 01:52:54:00:00:01:01
                0 52:54:00:00:01:02 10.1.0.132 * *
                1793837213 52:54:00:00:01:01 10.1.0.133 * ff:00:00:01
                1793837214 20-00:00:00:48:fe:80:00:01 10.1.0.134 * *
                duid 00:01:00:01:2b:4e:5a:01:52:54:00:00:01:09
                1793837215 16909060 2001:db8::77 * 00:01:00:01:2b:4e
                """))
                .extracting(Document::kind, Document::name, Document::place)
                .containsExactly(
                        tuple(Kind.MACHINE, "52:54:00:00:01:01", "dnsmasq.leases: line 1 (Machine 52:54:00:00:01:01)"),
                        tuple(Kind.MACHINE, "52:54:00:00:01:02", "dnsmasq.leases: line 2 (Machine 52:54:00:00:01:02)"));
    }

    @Test
    void theySpeakOfTheirSite() {
        assertThat(file.parse("0 52:54:00:00:01:02 10.1.0.132 * *").getFirst().tree())
                .hasToString("{\"apiVersion\":\"skerry.dev/v1\",\"kind\":\"Machine\","
                        + "\"spec\":{\"site\":\"copenhagen\",\"macs\":[\"52:54:00:00:01:02\"]}}");
    }

    @Test
    void anotherFileIsRefused() {
        assertThatThrownBy(() -> file.parse("0 52:54:00:00:01:02 10.1.0.132 * *\nlease 10.1.0.9 {"))
                .hasMessageContaining("dnsmasq.leases: line 2: this is not a lease of dnsmasq; name the file");
        assertThat(file.parse("\n")).isEmpty();
    }
}
