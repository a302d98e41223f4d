package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire.Seen;

/** One machine's power, over one protocol. Used by one thread. */
interface PowerDoor extends AutoCloseable {

    /** Opens the door that an order is for. */
    interface Opener {

        PowerDoor open(PowerOrder order, Guard guard) throws PowerException;
    }

    /** The power state; UNKNOWN while it changes. */
    Seen read() throws PowerException;

    /** Has the next start, and only that, boot what the machine's work is done with: the network, or the medium that this inserts. */
    void bootOnce() throws PowerException, InterruptedException;

    /** Leaves a machine that boots from a medium without one. */
    default void eject() throws PowerException, InterruptedException {}

    void on() throws PowerException;

    /** Without asking the system. */
    void off() throws PowerException;

    /**
     * Restarts a machine that is on.
     *
     * @return whether the controller can do that; else it is to be switched off and on
     * @throws PowerException a conflict when the machine is off by now
     */
    boolean restart() throws PowerException;

    /** Leaves nothing open at the controller, as far as it can be reached. */
    @Override
    default void close() {}
}
