package dev.skerry.simulation;

import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.runtime.SimulatedTask;
import java.time.Instant;
import java.util.List;

/** Something that holds whatever happens. Each is listed in docs/invariants.md. */
abstract class Invariant {

    /** As in docs/invariants.md. */
    String name() {
        return getClass().getSimpleName();
    }

    /** A record became visible. */
    void appended(LogRecord record) {}

    /** All records of one transaction are visible. */
    void committed(SimulatedTask<?> task) {}

    /** A task is about to start again from its store, between two transactions. */
    void restarting(SimulatedTask<?> task) {}

    /** A decider has decided; {@code after} is its state with the events folded. */
    void decided(Object after, List<?> events, Instant now) {}

    /** A request that makes no sense is on record. @param consumer the service and its decider that must refuse it */
    void mustBeRefused(String id, String consumer) {}

    /** A door gave out a join configuration. */
    void handedOut(String nonce, String claimId) {}

    /** A machine's disk is erased by the work that a nonce names. */
    void erases(Machine machine, String nonce) {}

    /** A computer that has a MAC and this SMBIOS UUID is given work. */
    void givenWork(String mac, String smbiosUuid, BootScript.Kind work) {}

    /** An agent has its cluster remove an app. */
    void removes(Plane plane, String app) {}

    /** An agent's file could not be read. */
    void unreadable(String place) {}

    /** An agent posts a report. */
    void reports(EdgeAgent agent, long sequence, long generation) {}

    /** The faults are over and everything had time. */
    void atEnd() {}

    protected final void require(boolean holds, String otherwise, Object... with) {
        if (!holds) {
            throw new Violation(name(), otherwise.formatted(with));
        }
    }
}
