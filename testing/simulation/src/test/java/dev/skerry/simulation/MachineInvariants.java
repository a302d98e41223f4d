package dev.skerry.simulation;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.provisioning.BootIdentity;
import dev.skerry.schemas.provisioning.InspectionStarted;
import dev.skerry.schemas.provisioning.InstallationStarted;
import dev.skerry.schemas.provisioning.MachineInstalled;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ProvisioningState;
import dev.skerry.schemas.provisioning.ReleaseStarted;
import dev.skerry.schemas.provisioning.RescueStarted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What holds of machines. */
final class MachineInvariants {

    private MachineInvariants() {}

    static final class OneMachinePerMac extends Invariant {
        private final World world;
        private final Map<String, String> owners = new HashMap<>();

        OneMachinePerMac(World world) {
            this.world = world;
        }

        @Override
        void appended(LogRecord record) {
            if (!record.topic().equals(Topics.MACHINE_STATE.name())
                    || !(record.decoded() instanceof MachineState machine)) {
                return;
            }
            for (String mac : machine.getMacs()) {
                String other = owners.put(mac, machine.getMachineId());
                boolean taken = other != null
                        && !other.equals(machine.getMachineId())
                        && world.latest(Topics.MACHINE_STATE, MachineState.class, other)
                                .filter(state -> state.getMacs().contains(mac))
                                .isPresent();
                require(!taken, "%s belongs to %s and to %s", mac, other, machine.getMachineId());
            }
        }
    }

    static final class AttemptsOnlyGrow extends Invariant {
        private final Map<String, Integer> newest = new HashMap<>();
        private final Map<String, String> nonces = new HashMap<>();

        @Override
        void appended(LogRecord record) {
            switch (record.decoded()) {
                case InspectionStarted e -> began(e.getMachineId(), e.getAttempt(), e.getNonce());
                case InstallationStarted e -> began(e.getMachineId(), e.getAttempt(), e.getNonce());
                case ReleaseStarted e -> began(e.getMachineId(), e.getAttempt(), e.getNonce());
                case RescueStarted e -> began(e.getMachineId(), e.getAttempt(), e.getNonce());
                case null, default -> {}
            }
        }

        private void began(String machine, int attempt, String nonce) {
            int before = newest.getOrDefault(machine, 0);
            require(attempt > before, "%s began attempt %d after attempt %d", machine, attempt, before);
            newest.put(machine, attempt);
            String other = nonces.put(nonce, machine + "/" + attempt);
            require(other == null, "%s and %s/%d have the same nonce", other, machine, attempt);
        }
    }

    static final class InstalledOncePerAttempt extends Invariant {
        private final Set<String> installed = new HashSet<>();

        @Override
        void appended(LogRecord record) {
            if (record.decoded() instanceof MachineInstalled e) {
                require(
                        installed.add(e.getMachineId() + "/" + e.getAttempt()),
                        "%s was installed twice in attempt %d",
                        e.getMachineId(),
                        e.getAttempt());
            }
        }
    }

    static final class ActiveNeverReinstalls extends Invariant {
        private final World world;

        ActiveNeverReinstalls(World world) {
            this.world = world;
        }

        @Override
        void erases(Machine machine, String nonce) {
            for (ProvisioningState state : world.latest(Topics.PROVISIONING_STATE, ProvisioningState.class)
                    .values()) {
                boolean active = (state.getPhase() == ProvisioningPhase.ACTIVE || state.getRescue() != null)
                        && state.getMacs().contains(machine.mac());
                require(!active, "%s is active or in rescue and erases its disk", machine.name());
            }
        }
    }

    static final class ImpostorsGetNoWork extends Invariant {
        private final World world;

        ImpostorsGetNoWork(World world) {
            this.world = world;
        }

        @Override
        void givenWork(String mac, String smbiosUuid, BootScript.Kind work) {
            for (ProvisioningState state : world.latest(Topics.PROVISIONING_STATE, ProvisioningState.class)
                    .values()) {
                BootIdentity known = state.getIdentity();
                boolean another = state.getMacs().contains(mac)
                        && known != null
                        && !known.getSmbiosUuid().isEmpty()
                        && !known.getSmbiosUuid().equals(smbiosUuid);
                require(!another, "another computer with the MAC of %s was given %s", state.getName(), work);
            }
        }
    }
}
