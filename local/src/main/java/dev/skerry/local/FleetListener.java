package dev.skerry.local;

import java.time.Duration;

/** Told what happens to a {@link LocalFleet}, from several threads. */
public interface FleetListener {

    /**
     * A part of the start is done.
     *
     * @param what for a person, such as {@code broker at 127.0.0.1:21007}
     * @param took how long that part took
     */
    void started(String what, Duration took);

    /** Something that a person should know: a port that was changed, a peer that ended and was started again. */
    void notice(String what);
}
