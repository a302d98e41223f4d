package dev.skerry.cli.bmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.cli.CommandException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @Test
    void anAddressStaysAsItIsWritten() {
        assertThat(Addresses.of(List.of("10.0.9.7", "http://127.0.0.1:8000", "[2001:db8::1]", "10.0.9.7")))
                .containsExactly("10.0.9.7", "http://127.0.0.1:8000", "[2001:db8::1]");
    }

    @Test
    void ofABlockItsHostsAreAsked() {
        assertThat(Addresses.of(List.of("10.0.9.0/30", "10.0.9.2"))).containsExactly("10.0.9.1", "10.0.9.2");
        assertThat(Addresses.of(List.of("10.0.9.4/31"))).containsExactly("10.0.9.4", "10.0.9.5");
        assertThat(Addresses.of(List.of("10.0.9.4/32"))).containsExactly("10.0.9.4");
        assertThat(Addresses.of(List.of("10.0.9.0/24"))).hasSize(254);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/16", "10.0.9.1/30", "10.0.9.7/redfish"})
    void whatIsNoBlockIsRefused(String text) {
        assertThatThrownBy(() -> Addresses.of(List.of(text))).isInstanceOf(CommandException.class);
    }

    @Test
    void noMoreThanOneCrawlTakesAreAsked() {
        assertThat(Addresses.of(List.of("10.0.0.0/24", "10.0.1.0", "10.0.1.1"))).hasSize(256);
        assertThatThrownBy(() -> Addresses.of(List.of("10.0.0.0/24", "10.0.1.0/30", "10.0.2.1")))
                .hasMessageContaining("257 addresses are named");
    }
}
