package dev.skerry.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7, 623",
        "10.0.0.7:1623, 10.0.0.7, 1623",
        "ipmi://bmc-1.example, bmc-1.example, 623",
        "ipmi://bmc-1.example:65535, bmc-1.example, 65535",
        "[2001:db8::1], 2001:db8::1, 623",
        "ipmi://[2001:db8::1]:9, 2001:db8::1, 9"
    })
    void aHostMayHaveASchemeAndAPort(String text, String host, int port) {
        assertThat(HostPort.parse(text, "ipmi", 623)).contains(new HostPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":623",
                "host:",
                "host:0",
                "host:65536",
                "host:999999",
                "-oProxy",
                "root@host",
                "root:s3cret@host:623",
                "host/x",
                "http://host",
                "2001:db8::1",
                "[host]",
                "a b",
                "ipmi://ipmi://host"
            })
    void whatIsNoneIsRefused(String text) {
        assertThat(HostPort.parse(text, "ipmi", 623)).isEmpty();
    }
}
