package dev.skerry.platforminstaller.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The install profiles of one cluster.
 *
 * @param current with which its next nodes are installed; empty when there is none
 * @param earlier those with which attempts began that may be under way, oldest first
 */
public record Profiles(Optional<ProfileInForce> current, List<ProfileInForce> earlier) {

    /** None. */
    public static final Profiles NONE = new Profiles(Optional.empty(), List.of());

    /** As many earlier ones are kept in any case: an attempt that began just before a change is heard of after it. */
    static final int LEAST_KEPT = 4;

    public Profiles {
        earlier = List.copyOf(earlier);
    }

    /** One by its name and version. */
    public Optional<ProfileInForce> find(InstallProfile.Version wanted) {
        return Stream.concat(current.stream(), earlier.reversed().stream())
                .filter(each -> each.id().equals(wanted))
                .findFirst();
    }

    /** The one before the current one. */
    Optional<ProfileInForce> fallback() {
        return earlier.isEmpty() ? Optional.empty() : Optional.of(earlier.getLast());
    }

    /** With another one in force. @param underWay whether an attempt may need a version still */
    Profiles replacedBy(Optional<ProfileInForce> next, Predicate<InstallProfile.Version> underWay) {
        if (next.equals(current)) {
            return this;
        }
        List<ProfileInForce> before = new ArrayList<>(earlier);
        current.ifPresent(before::add);
        next.ifPresent(it -> before.removeIf(each -> Objects.equals(each.id(), it.id())));
        List<ProfileInForce> kept = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if (i >= before.size() - LEAST_KEPT || underWay.test(before.get(i).id())) {
                kept.add(before.get(i));
            }
        }
        return new Profiles(next, kept);
    }
}
