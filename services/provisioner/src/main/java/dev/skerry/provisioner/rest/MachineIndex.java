package dev.skerry.provisioner.rest;

import dev.skerry.provisioner.domain.Identity;
import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.wire.StateWire;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.ReadModel;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Machines by what they say of themselves: a MAC, or the nonce of the attempt under way. */
public final class MachineIndex {

    /** A machine as its state tells; what it means to the domain is worked out when somebody asks. */
    static final class Entry {
        private final ProvisioningState state;
        private volatile @Nullable Known known;

        Entry(ProvisioningState state) {
            this.state = state;
        }

        ProvisioningState state() {
            return state;
        }

        Known known() {
            Known worked = known;
            if (worked == null) {
                worked = StateWire.domain(state);
                known = worked;
            }
            return worked;
        }
    }

    private record Keys(List<String> macs, @Nullable String nonce) {}

    private record Heard(int attempt, Identity identity) {}

    private final ReadModel<ProvisioningState> machines;
    private final Map<String, Keys> keys = new ConcurrentHashMap<>();
    private final Map<String, Entry> byMac = new ConcurrentHashMap<>();
    private final Map<String, Entry> byNonce = new ConcurrentHashMap<>();
    private final Map<String, String> failed = new ConcurrentHashMap<>();
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();

    public MachineIndex(ReadModel<ProvisioningState> machines) {
        this.machines = machines;
        // Never closed: the index lives as long as the read model.
        AutoCloseable _ = machines.subscribe(this::changed);
    }

    /** The machine with a canonical MAC. */
    Optional<Entry> byMac(String mac) {
        return Optional.ofNullable(byMac.get(mac));
    }

    /** The machine whose attempt under way has a nonce. */
    Optional<ProvisioningState> byNonce(String nonce) {
        return Optional.ofNullable(byNonce.get(nonce)).map(Entry::state);
    }

    /** Notes that a machine reported the failure of its attempt, which its state tells only after the decision. */
    void noteFailed(String machineId, String nonce) {
        failed.put(machineId, nonce);
    }

    /** Whether the machine itself said that its attempt under way failed. */
    boolean hasFailed(ProvisioningState machine) {
        String nonce = failed.get(machine.getMachineId());
        return nonce != null && nonce.equals(machine.getNonce());
    }

    /** A machine with what it said of itself and its state does not tell yet. */
    Known heard(Known machine) {
        Heard first = heard.get(machine.id());
        return first != null
                        && first.attempt() == machine.attempt().number()
                        && machine.identity().equals(Identity.UNHEARD)
                ? machine.with(first.identity())
                : machine;
    }

    /** Notes what a machine said that is to be served: of two that ask before either is on record, only the first one is. */
    boolean isServed(Known machine, Identity claimed) {
        if (!machine.identity().equals(Identity.UNHEARD)) {
            return true;
        }
        int attempt = machine.attempt().number();
        Heard first = heard.compute(
                machine.id(),
                (_, before) -> before != null && before.attempt() == attempt
                        ? before
                        : new Heard(attempt, Identity.UNHEARD.completedBy(claimed)));
        return first.identity().difference(claimed).isEmpty();
    }

    /** Forgets what a contact said that did not come on record. */
    void forget(String machineId) {
        heard.remove(machineId);
    }

    /** The event by which a machine got its present state. */
    Optional<EventHeaders> cause(String machineId) {
        return machines.headers(machineId);
    }

    /**
     * Makes sure that what is not found is not there.
     *
     * @throws Problem 503 while the service has not read all machines
     */
    void requireComplete() {
        if (!machines.caughtUp()) {
            throw new Problem(503, "", "the service has just started and does not know all machines yet", "try again");
        }
    }

    private void changed(String machineId, @Nullable ProvisioningState machine) {
        Keys now = machine == null ? new Keys(List.of(), null) : new Keys(machine.getMacs(), machine.getNonce());
        if (machine == null || machine.getIdentity() != null) {
            heard.remove(machineId);
        }
        Keys before = machine == null ? keys.remove(machineId) : keys.put(machineId, now);
        if (before != null) {
            before.macs().stream().filter(mac -> !now.macs().contains(mac)).forEach(mac -> drop(byMac, mac, machineId));
            if (before.nonce() != null && !before.nonce().equals(now.nonce())) {
                drop(byNonce, before.nonce(), machineId);
                failed.remove(machineId, before.nonce());
            }
        }
        if (machine == null) {
            return;
        }
        Entry entry = new Entry(machine);
        for (String mac : now.macs()) {
            byMac.merge(mac, entry, (there, mine) -> isSpare(machine) && !isOf(there, machineId) ? there : mine);
        }
        if (now.nonce() != null) {
            byNonce.put(now.nonce(), entry);
        }
    }

    /** A retired machine gives its MAC way to one that has it now. */
    private static boolean isSpare(ProvisioningState machine) {
        return machine.getPhase() == ProvisioningPhase.RETIRED;
    }

    private static boolean isOf(Entry entry, String machineId) {
        return entry.state().getMachineId().equals(machineId);
    }

    private static void drop(Map<String, Entry> index, String key, String machineId) {
        index.computeIfPresent(key, (_, entry) -> isOf(entry, machineId) ? null : entry);
    }
}
