package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.Dimension;
import dev.skerry.appmanager.domain.Resources;

/**
 * A box of like amounts: in each dimension those of equal binary length.
 *
 * @param cpu bits of the millicores; 0 for nothing and for negative amounts
 * @param memory bits of the mebibytes
 * @param pods bits of the pods
 */
record Cell(int cpu, int memory, int pods) {

    static Cell of(Resources amount) {
        return new Cell(bits(amount.cpuMillis()), bits(amount.memoryMiB()), bits(amount.pods()));
    }

    private static int bits(long amount) {
        return amount <= 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(amount);
    }

    int bits(Dimension dimension) {
        return switch (dimension) {
            case CPU -> cpu;
            case MEMORY -> memory;
            case PODS -> pods;
        };
    }

    /** No amount in the box is larger in any dimension. */
    Resources most() {
        return new Resources(most(cpu), most(memory), most(pods));
    }

    private static long most(int bits) {
        return (1L << bits) - 1;
    }
}
