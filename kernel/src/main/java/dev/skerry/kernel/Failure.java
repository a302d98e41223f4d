package dev.skerry.kernel;

/** Why something did not work, in the four kinds that call for different answers. */
public sealed interface Failure {

    /** What happened, for a person: names the field or peer and the remedy where there is one. */
    String reason();

    /** May work when tried again later: a peer that is away, slow or overloaded. */
    record Transient(String reason) implements Failure {}

    /** Will not work however often it is tried: refused credentials, an unknown machine. */
    record Permanent(String reason) implements Failure {}

    /** Is about an attempt that is over; dropped. */
    record Stale(String reason) implements Failure {}

    /** Cannot be understood; goes to the dead letters, and the consumer goes on. */
    record Poison(String reason) implements Failure {}
}
