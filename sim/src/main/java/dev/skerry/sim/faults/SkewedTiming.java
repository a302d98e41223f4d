package dev.skerry.sim.faults;

import dev.skerry.agent.time.Timing;
import java.time.Duration;
import java.time.Instant;

/** A clock that is wrong. Delays are as long as they should be. */
record SkewedTiming(Timing right, Duration ahead) implements Timing {

    @Override
    public Instant now() {
        return right.now().plus(ahead);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return right.after(delay, task);
    }
}
