package dev.skerry.sim.net;

/** Addresses by a machine's number, so that a restarted simulator gives everyone the same one again. */
public final class Addresses {

    /** How many machines 198.18.0.0/15 has a number for. */
    public static final int MOST_MACHINES = (1 << 17) - 2;

    private Addresses() {}

    /** The machine's own address, in 10.128.0.0/9. */
    public static String ofMachine(int number) {
        int host = number + 1;
        return "10.%d.%d.%d".formatted(128 + (host >> 16), (host >> 8) & 255, host & 255);
    }

    /** Where a cluster takes requests in, by the number of its first server: in 198.18.0.0/15, the benchmarking range (RFC 2544). */
    public static String ingress4(int number) {
        int host = number + 1;
        return "198.%d.%d.%d".formatted(18 + (host >> 16), (host >> 8) & 255, host & 255);
    }

    /** The same in 2001:db8:fff0::/48, the documentation range (RFC 3849). */
    public static String ingress6(int number) {
        return "2001:db8:fff0::%x".formatted(number + 1);
    }
}
