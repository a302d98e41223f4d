package dev.skerry.sim.bmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WakeOnLanTest {

    private static byte[] magic(int before, int after) {
        byte[] packet = new byte[before + 102 + after];
        Arrays.fill(packet, before, before + 6, (byte) 0xFF);
        byte[] mac = {0x52, 0x54, 0, 0, 1, (byte) 0xAB};
        for (int repeat = 0; repeat < 16; repeat++) {
            System.arraycopy(mac, 0, packet, before + 6 + repeat * 6, 6);
        }
        return packet;
    }

    @Test
    void findsTheAddressWhereverThePacketCarriesIt() {
        assertThat(WakeOnLan.macIn(magic(0, 0))).contains("52:54:00:00:01:ab");
        assertThat(WakeOnLan.macIn(magic(0, 6))).as("with a SecureOn password").contains("52:54:00:00:01:ab");
        assertThat(WakeOnLan.macIn(magic(14, 0))).contains("52:54:00:00:01:ab");
    }

    @Test
    void takesNothingElse() {
        assertThat(WakeOnLan.macIn(new byte[0])).isEmpty();
        assertThat(WakeOnLan.macIn(Arrays.copyOf(magic(0, 0), 101))).isEmpty();
        byte[] damaged = magic(0, 0);
        damaged[100] ^= 1;
        assertThat(WakeOnLan.macIn(damaged)).isEmpty();
        assertThat(WakeOnLan.macIn(new byte[200])).isEmpty();
    }
}
