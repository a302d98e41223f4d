package dev.skerry.simulation;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** The only source of chance. */
final class Chance {

    private final SplittableRandom random;

    Chance(long seed) {
        this(new SplittableRandom(seed));
    }

    private Chance(SplittableRandom random) {
        this.random = random;
    }

    /** Another source that draws of its own: what one asks for does not change what the other gets. */
    Chance split() {
        return new Chance(random.split());
    }

    boolean of(int perMille) {
        return random.nextInt(1000) < perMille;
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    String uuid() {
        ByteBuffer bytes = ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong());
        return UUID.nameUUIDFromBytes(bytes.array()).toString();
    }

    SplittableRandom random() {
        return random;
    }
}
