package dev.skerry.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides what goes wrong. How often differs from seed to seed; some seeds know no faults of a kind. */
final class Faults {

    private final Set<Fault> enabled;
    private final Chance chance;
    private final Map<Fault, Integer> intensity = new EnumMap<>(Fault.class);
    private final Map<String, Long> cutOffUntil = new TreeMap<>();
    private boolean active = true;

    Faults(Set<Fault> enabled, Chance chance) {
        this.enabled = enabled;
        this.chance = chance;
        for (Fault fault : Fault.values()) {
            intensity.put(fault, chance.of(400) ? 0 : chance.between(1, 100));
        }
    }

    /** From now on nothing goes wrong, and what is broken off is connected again. */
    void stop() {
        active = false;
        cutOffUntil.clear();
    }

    boolean active() {
        return active;
    }

    /**
     * Whether a fault occurs here.
     *
     * @param perMille how often at the kind's highest intensity
     */
    boolean occurs(Fault fault, int perMille) {
        boolean drawn = chance.of(perMille * intensity.getOrDefault(fault, 0) / 100);
        return drawn && active && enabled.contains(fault);
    }

    /** How much of it there is in this run, in the bounds; the lower bound where there is none. */
    int amount(Fault fault, int least, int most) {
        int drawn = chance.between(least, most);
        return active && enabled.contains(fault) && intensity.getOrDefault(fault, 0) > 0 ? drawn : least;
    }

    void cutOff(String site, long until) {
        cutOffUntil.put(site, until);
    }

    boolean isCutOff(String site, long now) {
        return active && cutOffUntil.getOrDefault(site, 0L) > now;
    }

    Chance chance() {
        return chance;
    }
}
