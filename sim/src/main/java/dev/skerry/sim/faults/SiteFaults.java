package dev.skerry.sim.faults;

import java.time.Duration;
import java.util.Optional;

/**
 * What goes wrong with one site.
 *
 * @param cut when it is cut off
 * @param kill when its agent is killed
 */
public record SiteFaults(Optional<Spell> cut, Optional<Spell> kill) {

    public static final SiteFaults NONE = new SiteFaults(Optional.empty(), Optional.empty());

    /**
     * A time during which something is away.
     *
     * @param after its beginning: since the world's start for a site, since the agent's first start for an agent
     * @param length of it
     */
    public record Spell(Duration after, Duration length) {}
}
