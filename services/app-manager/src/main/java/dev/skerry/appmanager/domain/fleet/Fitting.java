package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Clusters by how many replicas fit on them, most first, equals by id; those with room for none left out. A cell is opened only when one
 * of its clusters could be the next.
 */
final class Fitting implements Iterator<Slot> {

    private record Closed(Map<String, Slot> slots, long mostFits) {}

    private record Open(Slot slot, long fits) {
        private static final Comparator<Open> ORDER = (a, b) -> {
            int byFits = Long.compare(b.fits(), a.fits());
            return byFits != 0 ? byFits : a.slot().id().compareTo(b.slot().id());
        };
    }

    private final Resources replica;
    private final List<Closed> closed = new ArrayList<>();
    private final PriorityQueue<Open> open = new PriorityQueue<>(Open.ORDER);

    /** @param replica what one replica takes; positive in every dimension */
    Fitting(Collection<Map.Entry<Cell, Map<String, Slot>>> cells, Resources replica) {
        this.replica = replica;
        for (Map.Entry<Cell, Map<String, Slot>> cell : cells) {
            long most = cell.getKey().most().holds(replica);
            if (most > 0) {
                closed.add(new Closed(cell.getValue(), most));
            }
        }
        closed.sort(Comparator.comparingLong(Closed::mostFits));
    }

    @Override
    public boolean hasNext() {
        while (!closed.isEmpty()
                && (open.isEmpty()
                        || closed.getLast().mostFits() >= open.element().fits())) {
            for (Slot slot : closed.removeLast().slots().values()) {
                long fits = slot.free().holds(replica);
                if (fits > 0) {
                    open.add(new Open(slot, fits));
                }
            }
        }
        return !open.isEmpty();
    }

    @Override
    public Slot next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return open.remove().slot();
    }
}
