package dev.skerry.appmanager.domain.placement;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Several sorted sequences as one, as far as anyone asks for it. */
public final class Merged<T> implements Iterator<T> {

    private record Head<T>(T value, Iterator<T> rest) {}

    private final PriorityQueue<Head<T>> heads;

    private Merged(Comparator<T> order) {
        heads = new PriorityQueue<>((a, b) -> order.compare(a.value(), b.value()));
    }

    /** The sequences in one. @param sorted each in {@code order} */
    public static <T> Iterator<T> of(Collection<Iterator<T>> sorted, Comparator<T> order) {
        Merged<T> merged = new Merged<>(order);
        sorted.forEach(merged::push);
        return merged;
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public T next() {
        Head<T> head = heads.poll();
        if (head == null) {
            throw new NoSuchElementException();
        }
        push(head.rest());
        return head.value();
    }

    private void push(Iterator<T> rest) {
        if (rest.hasNext()) {
            heads.add(new Head<>(rest.next(), rest));
        }
    }
}
