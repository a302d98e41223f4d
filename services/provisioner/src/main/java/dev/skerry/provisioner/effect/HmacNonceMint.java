package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Attempt;
import dev.skerry.provisioner.domain.NonceMint;
import dev.skerry.provisioner.domain.Step;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Nonces as HMAC-SHA256 (RFC 2104, FIPS 180-4) over machine, attempt and purpose, cut to 160 bits: 40 characters of hex. */
public final class HmacNonceMint implements NonceMint {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_KEY_BYTES = 16;
    private static final int NONCE_BYTES = 20;

    private final SecretKeySpec key;

    /**
     * Makes a mint.
     *
     * @param key at least 16 random bytes; another key makes other nonces, so it stays the same for the life of an installation
     * @throws IllegalArgumentException when the key is shorter
     */
    public HmacNonceMint(byte[] key) {
        if (key.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("nonce.key has " + key.length + " bytes: write at least "
                    + LEAST_KEY_BYTES + " random bytes in hex");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    @Override
    public String mint(String machineId, Attempt attempt, Step purpose) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            String named = machineId + "\n" + attempt.number() + "\n" + purpose;
            byte[] tag = mac.doFinal(named.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(tag, NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
