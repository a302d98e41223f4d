package dev.skerry.provisioner.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacTest {

    @ParameterizedTest
    @ValueSource(strings = {"52:54:00:0A:0b:0c", "52-54-00-0a-0B-0c"})
    void isWrittenInOneWay(String text) {
        assertThat(Mac.canonical(text)).isEqualTo("52:54:00:0a:0b:0c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "52:54:00:0a:0b",
                "52:54:00:0a:0b:0c:0d",
                "52:54-00:0a:0b:0c",
                "5254000a0b0c",
                "52:54:00:0a:0b:0g"
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Mac.canonical(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("six octets");
    }

    @Test
    void hasSixOctets() {
        assertThat(Mac.octets("52:54:00:0a:ff:0c")).containsExactly(0x52, 0x54, 0, 0x0a, 0xff, 0x0c);
    }
}
