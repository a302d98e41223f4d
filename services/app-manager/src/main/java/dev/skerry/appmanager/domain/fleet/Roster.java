package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.Dimension;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Some clusters in their order, and beside it in cells of like free amounts, so that those without room need not be looked at one by
 * one: in a full fleet a question costs as much as there are cells and clusters with room, not as much as there are clusters. A change
 * costs O(log clusters).
 */
final class Roster {

    /** So many more than four for each that has room are passed over in order before the cells are asked. */
    private static final int PATIENCE = 32;

    private final NavigableSet<Slot> order = new TreeSet<>(Slot.ORDER);
    private final Map<Cell, Map<String, Slot>> cells = new HashMap<>();

    int size() {
        return order.size();
    }

    Iterator<Slot> inOrder() {
        return Collections.unmodifiableSet(order).iterator();
    }

    void add(Slot slot) {
        order.add(slot);
        cells.computeIfAbsent(slot.cell(), _ -> new HashMap<>()).put(slot.id(), slot);
    }

    void remove(Slot slot) {
        order.remove(slot);
        Map<String, Slot> alike = cells.getOrDefault(slot.cell(), Map.of());
        alike.remove(slot.id());
        if (alike.isEmpty()) {
            cells.remove(slot.cell());
        }
    }

    /** Those with at least {@code least} free, and those of {@code also}, in order. */
    Iterator<Slot> withRoom(Resources least, Set<String> also) {
        return new WithRoom(least, also);
    }

    /** Those with room for a replica by how many of it fit, most first, equals by id. */
    Iterator<Slot> fitting(Resources replica) {
        return new Fitting(cells.entrySet(), replica);
    }

    /** The one with the largest free amount in a dimension among those that pass a test, of equals the first by id. */
    Optional<Slot> largest(Dimension dimension, Predicate<FleetCluster> test) {
        Comparator<Slot> order = Slot.byFree(dimension);
        List<Map.Entry<Cell, Map<String, Slot>>> largestFirst = new ArrayList<>(cells.entrySet());
        largestFirst.sort(Comparator.<Map.Entry<Cell, ?>>comparingInt(
                        cell -> cell.getKey().bits(dimension))
                .reversed());
        Slot largest = null;
        for (Map.Entry<Cell, Map<String, Slot>> cell : largestFirst) {
            if (largest != null
                    && cell.getKey().bits(dimension) < largest.cell().bits(dimension)) {
                break;
            }
            for (Slot slot : cell.getValue().values()) {
                if ((largest == null || order.compare(slot, largest) < 0) && test.test(slot.cluster())) {
                    largest = slot;
                }
            }
        }
        return Optional.ofNullable(largest);
    }

    /** In order while that is quick, then what the cells say of the rest. */
    private final class WithRoom implements Iterator<Slot> {

        private final Resources least;
        private final Set<String> also;
        private Iterator<Slot> rest = order.iterator();
        private boolean sifted;
        private int passedOver;
        private @Nullable Slot ahead;

        WithRoom(Resources least, Set<String> also) {
            this.least = least;
            this.also = also;
        }

        @Override
        public boolean hasNext() {
            while (ahead == null && rest.hasNext()) {
                Slot slot = rest.next();
                if (isWanted(slot)) {
                    ahead = slot;
                    passedOver -= 4;
                } else if (++passedOver > PATIENCE && !sifted) {
                    sifted = true;
                    rest = sift(slot).iterator();
                }
            }
            return ahead != null;
        }

        @Override
        public Slot next() {
            Slot next = hasNext() ? ahead : null;
            if (next == null) {
                throw new NoSuchElementException();
            }
            ahead = null;
            return next;
        }

        private boolean isWanted(Slot slot) {
            return least.within(slot.free()) || also.contains(slot.id());
        }

        private List<Slot> sift(Slot last) {
            List<Slot> wanted = new ArrayList<>();
            cells.forEach((cell, alike) -> {
                if (least.within(cell.most())) {
                    alike.values().stream()
                            .filter(slot -> least.within(slot.free()))
                            .forEach(wanted::add);
                }
                for (String id : also) {
                    Slot slot = alike.get(id);
                    if (slot != null && !least.within(slot.free())) {
                        wanted.add(slot);
                    }
                }
            });
            wanted.removeIf(slot -> Slot.ORDER.compare(slot, last) <= 0);
            wanted.sort(Slot.ORDER);
            return wanted;
        }
    }
}
