package dev.skerry.provisioner.rest;

import dev.skerry.provisioner.domain.Identity;
import dev.skerry.provisioner.domain.Machine.Known;
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

    private record Keys(List<String> macs, @Nullable String nonce) {}

    private record Heard(int attempt, Identity identity) {}

    private final ReadModel<ProvisioningState> machines;
    private final Map<String, Keys> keys = new ConcurrentHashMap<>();
    private final Map<String, String> byMac = new ConcurrentHashMap<>();
    private final Map<String, String> byNonce = new ConcurrentHashMap<>();
    private final Map<String, String> failed = new ConcurrentHashMap<>();
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();

    public MachineIndex(ReadModel<ProvisioningState> machines) {
        this.machines = machines;
        // Never closed: the index lives as long as the read model.
        AutoCloseable _ = machines.subscribe(this::changed);
    }

    /** The machine with a canonical MAC. */
    Optional<ProvisioningState> byMac(String mac) {
        return found(byMac.get(mac)).filter(machine -> machine.getMacs().contains(mac));
    }

    /** The machine whose attempt under way has a nonce. */
    Optional<ProvisioningState> byNonce(String nonce) {
        return found(byNonce.get(nonce)).filter(machine -> nonce.equals(machine.getNonce()));
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

    private Optional<ProvisioningState> found(@Nullable String machineId) {
        return machineId == null ? Optional.empty() : machines.get(machineId);
    }

    private void changed(String machineId, @Nullable ProvisioningState machine) {
        Keys now = machine == null ? new Keys(List.of(), null) : new Keys(machine.getMacs(), machine.getNonce());
        if (machine == null || machine.getIdentity() != null) {
            heard.remove(machineId);
        }
        Keys before = machine == null ? keys.remove(machineId) : keys.put(machineId, now);
        for (String mac : now.macs()) {
            if (machine != null && machine.getPhase() == ProvisioningPhase.RETIRED) {
                byMac.putIfAbsent(mac, machineId);
            } else {
                byMac.put(mac, machineId);
            }
        }
        if (now.nonce() != null) {
            byNonce.put(now.nonce(), machineId);
        }
        if (before != null) {
            before.macs().stream()
                    .filter(mac -> !now.macs().contains(mac))
                    .forEach(mac -> byMac.remove(mac, machineId));
            if (before.nonce() != null && !before.nonce().equals(now.nonce())) {
                byNonce.remove(before.nonce(), machineId);
                failed.remove(machineId, before.nonce());
            }
        }
    }
}
