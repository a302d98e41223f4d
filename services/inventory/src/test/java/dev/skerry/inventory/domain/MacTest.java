package dev.skerry.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacTest {

    @ParameterizedTest
    @CsvSource({
        "52:54:00:00:01:01, 52:54:00:00:01:01",
        "52-54-00-00-01-0A, 52:54:00:00:01:0a",
        "AA:BB:CC:DD:EE:FF, aa:bb:cc:dd:ee:ff",
    })
    void takesBothWaysOfWriting(String written, String kept) {
        assertThat(Mac.normalised(written)).contains(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "52:54:00:00:01",
                "52:54:00:00:01:01:02",
                "52:54:00:00:01:0g",
                "52:54:00-00:01:01",
                "525400000101",
                " 52:54:00:00:01:01",
                "52:54:00:00:01:01\n",
                "00:00:00:00:00:00",
                "ff:ff:ff:ff:ff:ff",
                "01:00:5e:00:00:01",
                "５2:54:00:00:01:01"
            })
    void refusesWhatNamesNoInterface(String written) {
        assertThat(Mac.normalised(written)).isEmpty();
    }
}
