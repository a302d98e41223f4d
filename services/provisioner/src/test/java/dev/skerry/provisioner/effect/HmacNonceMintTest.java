package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.provisioner.domain.Attempt;
import dev.skerry.provisioner.domain.Step;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HmacNonceMintTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private final HmacNonceMint mint = new HmacNonceMint(KEY);

    @Test
    void noTwoAttemptsShareANonce() {
        Set<String> nonces = new HashSet<>();
        for (int machine = 0; machine < 20; machine++) {
            for (int attempt = 1; attempt < 50; attempt++) {
                for (Step step : Step.values()) {
                    assertThat(nonces.add(mint.mint("m" + machine, new Attempt(attempt), step)))
                            .isTrue();
                }
            }
        }
        assertThat(nonces).allMatch(nonce -> nonce.matches("[a-z0-9]{20,}"));
    }

    @Test
    void theSameAttemptHasTheSameNonceAfterARestart() {
        String nonce = mint.mint("m1", new Attempt(101), Step.INSTALLATION);
        assertThat(new HmacNonceMint(KEY).mint("m1", new Attempt(101), Step.INSTALLATION))
                .isEqualTo(nonce);
        assertThat(new HmacNonceMint("another key, long enough".getBytes(StandardCharsets.US_ASCII))
                        .mint("m1", new Attempt(101), Step.INSTALLATION))
                .isNotEqualTo(nonce);
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatThrownBy(() -> new HmacNonceMint(new byte[8]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonce.key");
    }
}
