package dev.skerry.cli.bmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.cli.CommandException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.9.7, https://10.0.9.7",
        "10.0.9.7:8443, https://10.0.9.7:8443",
        "https://bmc-1.example:443, https://bmc-1.example",
        "http://127.0.0.1:8000, http://127.0.0.1:8000",
        "[2001:db8::1], https://[2001:db8::1]",
        "ipmi://10.0.9.7, ipmi://10.0.9.7"
    })
    void anAddressIsAServices(String text, String address) {
        assertThat(Addresses.of(List.of(text))).containsExactly(address);
    }

    @Test
    void ofABlockItsHostsAreAsked() {
        assertThat(Addresses.of(List.of("10.0.9.0/30", "10.0.9.2")))
                .containsExactly("https://10.0.9.1", "https://10.0.9.2");
        assertThat(Addresses.of(List.of("10.0.9.4/31"))).containsExactly("https://10.0.9.4", "https://10.0.9.5");
        assertThat(Addresses.of(List.of("10.0.9.4/32"))).containsExactly("https://10.0.9.4");
        assertThat(Addresses.of(List.of("10.0.9.0/24"))).hasSize(254);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/16",
                "10.0.9.1/30",
                "user:secret@10.0.9.7",
                "https://10.0.9.7/redfish",
                "ftp://10.0.9.7",
                "10.0.9.7:99999",
                ""
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Addresses.of(List.of(text))).isInstanceOf(CommandException.class);
    }

    @Test
    void noMoreThanTheMostAreAsked() {
        List<String> blocks = List.of("10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24", "10.0.4.0/24");
        assertThatThrownBy(() -> Addresses.of(blocks)).hasMessageContaining("more than 1024");
    }
}
