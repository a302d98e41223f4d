package dev.skerry.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/** Ids that a replay yields again: each is a function of its cause. */
public final class Ids {

    private Ids() {}

    /**
     * The id of the {@code index}-th thing that follows from a cause: a UUID of version 8 (RFC 9562, section 5.8) over SHA-256 of
     * both.
     *
     * @param cause the id of what caused it
     * @param index its position among the cause's consequences, from 0
     */
    public static UUID derived(String cause, int index) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(cause + "#" + index));
        return new UUID(version(hash.getLong(), 8), variant(hash.getLong()));
    }

    /**
     * An id that sorts by time and is a function of its cause: a UUID of version 7 (RFC 9562, section 5.7) whose random bits are
     * SHA-256 of the cause.
     *
     * @param time when the identified thing came to be; millisecond precision
     * @param cause what it came from, unique to it
     */
    public static UUID timeOrdered(Instant time, String cause) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(cause));
        long high = (time.toEpochMilli() << 16) | (hash.getLong() & 0x0FFFL);
        return new UUID(version(high, 7), variant(hash.getLong()));
    }

    /** SHA-256 (FIPS 180-4) of the text's UTF-8 bytes: 32 bytes. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static long version(long high, int version) {
        return (high & ~0xF000L) | ((long) version << 12);
    }

    private static long variant(long low) {
        return (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    }
}
