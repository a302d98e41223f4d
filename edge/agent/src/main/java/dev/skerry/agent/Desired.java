package dev.skerry.agent;

import dev.skerry.agent.cluster.DesiredState;
import dev.skerry.agent.disk.Disk;
import dev.skerry.agent.disk.VersionedFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The newest desired state: on disk first, then in force. */
final class Desired {

    private final VersionedFile<DesiredState> file;
    private final Departures departures;
    private volatile @Nullable DesiredState current;

    Desired(Disk disk, JsonMapper json, Departures departures) {
        file = new VersionedFile<>(disk.file("desired.json"), DesiredState.class, json);
        this.departures = departures;
        current = file.read().orElse(null);
    }

    /** Null before the first: then nothing is known, and nothing is removed. */
    @Nullable
    DesiredState current() {
        return current;
    }

    long generation() {
        var now = current;
        return now == null ? 0 : now.generation();
    }

    /**
     * Returns once it is on disk.
     *
     * @return false when it is not newer than what is in force
     */
    synchronized boolean replace(DesiredState next) {
        var former = current;
        if (former != null) {
            if (next.generation() <= former.generation()) {
                return false;
            }
            var remaining = next.apps();
            former.placements().stream()
                    .filter(placement -> !remaining.contains(placement.app()))
                    .forEach(placement -> departures.begin(placement.app(), placement.revision()));
            departures.save();
        }
        file.write(next);
        current = next;
        return true;
    }
}
