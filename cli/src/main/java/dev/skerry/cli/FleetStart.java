package dev.skerry.cli;

import dev.skerry.local.FleetListener;
import dev.skerry.local.LocalFleet;
import dev.skerry.local.LocalSettings;
import dev.skerry.peers.Dist;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Starts a fleet on this machine and tells how that goes. A class of its own, so that other commands load none of it. */
public final class FleetStart {

    private FleetStart() {}

    /**
     * Starts it.
     *
     * @param settings of the services, by their names in docs/configuration.md; empty for the usual ones
     * @throws IOException when a part does not start
     * @throws InterruptedException when interrupted; nothing is left running
     */
    public static LocalFleet.Started start(Console console, Path state, Map<String, String> settings)
            throws IOException, InterruptedException {
        return start(console, LocalSettings.of(state, Dist.find()).with(settings));
    }

    /** The same with all that can be set. */
    public static LocalFleet.Started start(Console console, LocalSettings settings)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        console.say("starting a fleet on " + settings.state());
        LocalFleet.Started started = LocalFleet.start(settings, new FleetListener() {
            @Override
            public void started(String what, Duration took) {
                console.say(String.format(Locale.ROOT, "  %-55s %5.1f s", what, took.toMillis() / 1000.0));
            }

            @Override
            public void notice(String what) {
                console.say("  " + what);
            }
        });
        console.say(String.format(Locale.ROOT, "started in %.1f s", (System.nanoTime() - begun) / 1e9));
        return started;
    }
}
