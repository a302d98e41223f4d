package dev.skerry.provisioner.domain;

/**
 * The number of an attempt. Numbers grow over a machine's whole life and never repeat, so what an old attempt was given never
 * becomes valid again. Each piece of work (an inspection, an installation, a wipe) begins a new hundred: the first attempts of
 * three pieces of work are 1, 101 and 201, and the rest of a division by a hundred counts the tries.
 *
 * @param number 0 when there was no attempt yet
 */
public record Attempt(int number) {

    /** How many tries one piece of work can have, at most. */
    public static final int MOST_TRIES = 99;

    public static final Attempt NONE = new Attempt(0);

    private static final int ROUND = MOST_TRIES + 1;

    public Attempt {
        if (number < 0) {
            throw new IllegalArgumentException("an attempt's number must not be negative: " + number);
        }
    }

    /** Which try of its piece of work this is, from 1. */
    public int tries() {
        return number % ROUND;
    }

    /** The next try of the same piece of work. */
    public Attempt again() {
        if (tries() == MOST_TRIES) {
            throw new IllegalStateException("no piece of work has more than " + MOST_TRIES + " tries");
        }
        return new Attempt(number + 1);
    }

    /** Before the first try of the next piece of work, which {@link #again} is then. */
    Attempt pending() {
        return new Attempt((number / ROUND + 1) * ROUND);
    }

    /** The first try of the next piece of work. */
    public Attempt anew() {
        return new Attempt(number == 0 ? 1 : (number / ROUND + 1) * ROUND + 1);
    }
}
