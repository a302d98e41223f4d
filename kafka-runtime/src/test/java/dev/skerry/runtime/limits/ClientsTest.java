package dev.skerry.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientsTest {

    @Test
    void anIpv6HostIsItsNetwork() {
        assertThat(client("2001:db8:1:2::1")).isEqualTo(client("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertThat(client("2001:db8:1:2::1")).isNotEqualTo(client("2001:db8:1:3::1"));
        assertThat(client("fe80::1%0")).isEqualTo(client("fe80::2"));
    }

    @Test
    void anIpv4HostIsItself() {
        assertThat(client("192.0.2.1")).isNotEqualTo(client("192.0.2.2"));
    }

    @Test
    void aPrefixIsAsLongAsAsked() {
        assertThat(prefix(192, 0, 2, 1)).isEqualTo(prefix(192, 0, 2, 200));
        assertThat(prefix(192, 0, 2, 1)).isNotEqualTo(prefix(192, 0, 3, 1));
    }

    private static long client(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        return Clients.of(request);
    }

    private static long prefix(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        return Clients.prefix(address, 24, 56);
    }
}
