package dev.skerry.sim.faults;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** How often each kind of fault has struck, and how many of those that come by themselves are still to come or to end. */
final class FaultCount {

    private final AtomicLongArray struck = new AtomicLongArray(Fault.values().length);
    private final AtomicInteger pending = new AtomicInteger();

    void struck(Fault fault) {
        struck.incrementAndGet(fault.ordinal());
    }

    long of(Fault fault) {
        return struck.get(fault.ordinal());
    }

    void planned() {
        pending.incrementAndGet();
    }

    void over() {
        pending.decrementAndGet();
    }

    int pending() {
        return pending.get();
    }
}
