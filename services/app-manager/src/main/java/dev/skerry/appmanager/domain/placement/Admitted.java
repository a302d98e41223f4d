package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.FleetCluster;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The clusters that can take an app and do not run it yet, as far as anyone asks for them. */
final class Admitted implements Iterator<Candidate> {

    private final PlacementEngine engine;
    private final Ask ask;
    private final FleetView fleet;
    private final Iterator<FleetCluster> likely;
    private @Nullable Candidate ahead;

    Admitted(PlacementEngine engine, Ask ask, FleetView fleet) {
        this.engine = engine;
        this.ask = ask;
        this.fleet = fleet;
        this.likely = fleet.withRoom(ask.policy(), ask.least(), ask.holdings().keySet());
    }

    @Override
    public boolean hasNext() {
        while (ahead == null && likely.hasNext()) {
            Candidate candidate = PlacementEngine.candidate(ask, fleet, likely.next());
            if (!candidate.kept() && engine.admits(ask, candidate)) {
                ahead = candidate;
            }
        }
        return ahead != null;
    }

    @Override
    public Candidate next() {
        Candidate next = hasNext() ? ahead : null;
        if (next == null) {
            throw new NoSuchElementException();
        }
        ahead = null;
        return next;
    }
}
