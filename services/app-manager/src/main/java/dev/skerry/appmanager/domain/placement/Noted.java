package dev.skerry.appmanager.domain.placement;

import java.util.Iterator;
import java.util.List;

/** A sequence that notes what was taken from it, so that nobody has to look for it again. */
final class Noted<T> implements Iterator<T> {

    private final Iterator<T> values;
    private final List<T> notes;

    Noted(Iterator<T> values, List<T> notes) {
        this.values = values;
        this.notes = notes;
    }

    @Override
    public boolean hasNext() {
        return values.hasNext();
    }

    @Override
    public T next() {
        T next = values.next();
        notes.add(next);
        return next;
    }
}
