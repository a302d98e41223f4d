package dev.skerry.platforminstaller.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any text is a request that its sender signed, or is refused with a reason: nothing else comes out of the parser. */
class CsrFuzzTest {

    private static final int ROUNDS = Integer.getInteger("skerry.fuzz.rounds", 2_000);
    private static final String BEGIN = "-----BEGIN CERTIFICATE REQUEST-----\n";
    private static final String END = "\n-----END CERTIFICATE REQUEST-----\n";

    @Test
    void noRequestIsTooOdd() throws Exception {
        KeyPair key = SecretsFolder.keyPair();
        String pem = SecretsFolder.csr("CN=agent", key);
        String id = Csr.parse(pem).publicKeySha256();
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        Random random = new Random(17);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutated(der, random);
            String text = random.nextInt(4) == 0
                    ? new String(mutated(pem.getBytes(StandardCharsets.US_ASCII), random), StandardCharsets.ISO_8859_1)
                    : BEGIN + Base64.getMimeEncoder().encodeToString(bytes) + END;
            try {
                assertThat(Csr.parse(text).publicKeySha256())
                        .as("only its own key passes")
                        .isEqualTo(id);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("round " + round + ": " + text, e);
            }
        }
    }

    @Test
    void nestingAndLengthAreBounded() {
        byte[] nested = new byte[5_000];
        for (int i = 0; i + 1 < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x80;
        }
        for (String text : new String[] {
            BEGIN + Base64.getMimeEncoder().encodeToString(nested) + END,
            BEGIN.repeat(200),
            "-----BEGIN ",
            "\0",
            "x".repeat(9_000)
        }) {
            try {
                Csr.parse(text);
                throw new AssertionError("was taken: " + text);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] result = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            if (result.length == 0) {
                return result;
            }
            switch (random.nextInt(4)) {
                case 0 -> result = Arrays.copyOf(result, random.nextInt(result.length));
                case 1 -> result = Arrays.copyOf(result, result.length + random.nextInt(9));
                case 2 -> result[random.nextInt(result.length)] = (byte) random.nextInt(256);
                default -> result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return result;
    }
}
