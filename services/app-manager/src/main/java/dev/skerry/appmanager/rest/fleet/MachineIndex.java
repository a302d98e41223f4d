package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.Syntax;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.ReadModel;
import dev.skerry.schemas.inventory.Lifecycle;
import dev.skerry.schemas.inventory.MachineState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Finds machines by id, MAC address or name without looking at all of them. Safe for use by many threads. */
public final class MachineIndex implements BiConsumer<String, @Nullable MachineState> {

    private final ReadModel<MachineState> machines;
    private final Map<String, MachineState> known = new ConcurrentHashMap<>();
    private final Map<String, String> byMac = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> byName = new ConcurrentHashMap<>();

    private MachineIndex(ReadModel<MachineState> machines) {
        this.machines = machines;
    }

    /** An index that follows the read model as long as the service lives. */
    public static MachineIndex of(Fleet fleet) {
        MachineIndex index = new MachineIndex(fleet.machines().model());
        fleet.machines().model().subscribe(index);
        return index;
    }

    /** Called by the read model, on one thread. */
    @Override
    public void accept(String id, @Nullable MachineState machine) {
        MachineState before = machine == null ? known.remove(id) : known.put(id, machine);
        if (before != null && (machine == null || !sameClaims(before, machine))) {
            before.getMacs().forEach(mac -> byMac.remove(mac, id));
            byName.computeIfPresent(before.getName(), (name, ids) -> without(ids, id));
        }
        if (machine != null && machine.getLifecycle() != Lifecycle.RETIRED) {
            machine.getMacs().forEach(mac -> byMac.put(mac, id));
            byName.computeIfAbsent(machine.getName(), name -> ConcurrentHashMap.newKeySet())
                    .add(id);
        }
    }

    /** The machine that holds a MAC address, in the form that {@link Syntax#mac} gives. */
    Optional<MachineState> byMac(String mac) {
        return Optional.ofNullable(byMac.get(mac)).flatMap(machines::get);
    }

    /** A machine of that name. */
    Optional<MachineState> byName(String name) {
        return byName.getOrDefault(name, Set.of()).stream().sorted().findFirst().flatMap(machines::get);
    }

    /**
     * The machine that is meant.
     *
     * @param words its id, name or MAC address
     * @throws Problem 409 when several have that name
     */
    Optional<MachineState> find(String words) {
        Optional<MachineState> machine =
                machines.get(words).or(() -> Syntax.asMac(words).flatMap(this::byMac));
        if (machine.isPresent()) {
            return machine;
        }
        Set<String> ids = byName.getOrDefault(words, Set.of());
        if (ids.size() > 1) {
            throw new Problem(
                    409,
                    "machine",
                    ids.size() + " machines are called " + words,
                    "use the machine's id or MAC address");
        }
        return byName(words);
    }

    /** As {@link #find}. @throws Problem 404 when there is none */
    MachineState one(String words) {
        return find(words)
                .orElseThrow(() -> Problem.unknown(
                        "machine",
                        "there is no machine " + words,
                        "use the id, name or MAC address of one in the list"));
    }

    private static boolean sameClaims(MachineState before, MachineState now) {
        return now.getLifecycle() != Lifecycle.RETIRED
                && before.getMacs().equals(now.getMacs())
                && before.getName().equals(now.getName());
    }

    private static @Nullable Set<String> without(Set<String> ids, String id) {
        ids.remove(id);
        return ids.isEmpty() ? null : ids;
    }
}
