package dev.skerry.inventory.wire;

import dev.skerry.inventory.domain.Approval;
import dev.skerry.inventory.domain.InventoryInput;
import dev.skerry.inventory.domain.Lifecycle;
import dev.skerry.inventory.domain.SiteDescription;
import dev.skerry.inventory.domain.Source;
import dev.skerry.runtime.Received;
import dev.skerry.schemas.clusters.NodeAssigned;
import dev.skerry.schemas.clusters.NodeReleased;
import dev.skerry.schemas.inventory.HardwareClassRemovalRequested;
import dev.skerry.schemas.inventory.HardwareClassRequested;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.MachineApprovalRequested;
import dev.skerry.schemas.inventory.MachineNicReplacementRequested;
import dev.skerry.schemas.inventory.MachineRejectionRequested;
import dev.skerry.schemas.inventory.SiteRequested;
import dev.skerry.schemas.provisioning.AttemptFailed;
import dev.skerry.schemas.provisioning.InspectionStarted;
import dev.skerry.schemas.provisioning.InstallationProgressed;
import dev.skerry.schemas.provisioning.InstallationStarted;
import dev.skerry.schemas.provisioning.MachineAvailable;
import dev.skerry.schemas.provisioning.MachineFailed;
import dev.skerry.schemas.provisioning.MachineHeld;
import dev.skerry.schemas.provisioning.MachineImpersonated;
import dev.skerry.schemas.provisioning.MachineInspected;
import dev.skerry.schemas.provisioning.MachineInstalled;
import dev.skerry.schemas.provisioning.MachineRetired;
import dev.skerry.schemas.provisioning.MachineUnheld;
import dev.skerry.schemas.provisioning.MachineWiped;
import dev.skerry.schemas.provisioning.PersonAwaited;
import dev.skerry.schemas.provisioning.PersonNoLongerAwaited;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ReleaseStarted;
import dev.skerry.schemas.provisioning.RescueAttemptFailed;
import dev.skerry.schemas.provisioning.RescueEnded;
import dev.skerry.schemas.provisioning.RescueFailed;
import dev.skerry.schemas.provisioning.RescueReady;
import dev.skerry.schemas.provisioning.RescueStarted;
import java.util.Optional;

/** What the records of the topics that feed the inventory are to it. */
final class InputMapping {

    private InputMapping() {}

    static Optional<InventoryInput> input(Received received) {
        return Optional.ofNullable(
                switch (received.record()) {
                    case SiteRequested r -> site(r);
                    case HardwareClassRequested r ->
                        new InventoryInput.ClassRequested(r.getName(), r.getRule(), r.getDescription());
                    case HardwareClassRemovalRequested r -> new InventoryInput.ClassRemovalRequested(r.getName());
                    case MachineAnnounced r -> announced(r, received.headers().id());
                    case MachineApprovalRequested r ->
                        new InventoryInput.ApprovalRequested(r.getMachineId(), r.getRequestedBy());
                    case MachineRejectionRequested r ->
                        new InventoryInput.RejectionRequested(r.getMachineId(), r.getReason(), r.getRequestedBy());
                    case MachineNicReplacementRequested r ->
                        new InventoryInput.NicReplacementRequested(r.getMachineId(), r.getOldMac(), r.getNewMac());
                    case InspectionStarted r -> new InventoryInput.InspectionStarted(r.getMachineId());
                    case MachineInspected r ->
                        new InventoryInput.Inspected(r.getMachineId(), ValueMapping.facts(r.getFacts()));
                    case MachineAvailable r ->
                        new InventoryInput.BecameAvailable(r.getMachineId(), ValueMapping.facts(r.getFacts()));
                    case InstallationStarted r ->
                        new InventoryInput.InstallationStarted(
                                r.getMachineId(), r.getClusterId(), ValueMapping.installedWith(r.getInstallProfile()));
                    case InstallationProgressed r ->
                        new InventoryInput.InstallationProgressed(r.getMachineId(), r.getStep(), r.getPercent());
                    case MachineInstalled r -> new InventoryInput.Installed(r.getMachineId(), r.getClusterId());
                    case ReleaseStarted r -> new InventoryInput.ReleaseStarted(r.getMachineId());
                    case MachineWiped r ->
                        new InventoryInput.Wiped(r.getMachineId(), r.getDiskSerials(), r.getMethod());
                    case RescueStarted r -> new InventoryInput.RescueStarted(r.getMachineId());
                    case RescueReady r ->
                        new InventoryInput.RescueReady(r.getMachineId(), r.getAddress(), r.getHostKey());
                    case RescueAttemptFailed r ->
                        new InventoryInput.AttemptFailed(
                                r.getMachineId(), Lifecycle.RESCUE, r.getReason(), r.getRetryAt());
                    case RescueFailed r ->
                        new InventoryInput.Failed(r.getMachineId(), Lifecycle.RESCUE, r.getReason(), r.getAttempts());
                    case RescueEnded r ->
                        new InventoryInput.RescueEnded(r.getMachineId(), lifecycle(r.getPhase()), r.getReason());
                    case PersonAwaited r ->
                        new InventoryInput.PersonAwaited(r.getMachineId(), r.getSince(), r.getUntil());
                    case PersonNoLongerAwaited r -> new InventoryInput.PersonNoLongerAwaited(r.getMachineId());
                    case MachineHeld r -> new InventoryInput.Held(r.getMachineId(), r.getReason());
                    case MachineUnheld r -> new InventoryInput.Unheld(r.getMachineId());
                    case MachineRetired r -> new InventoryInput.Retired(r.getMachineId());
                    case AttemptFailed r ->
                        new InventoryInput.AttemptFailed(
                                r.getMachineId(), lifecycle(r.getDuring()), r.getReason(), r.getRetryAt());
                    case MachineFailed r ->
                        new InventoryInput.Failed(
                                r.getMachineId(), lifecycle(r.getDuring()), r.getReason(), r.getAttempts());
                    case MachineImpersonated r ->
                        new InventoryInput.Impersonated(r.getMachineId(), r.getMac(), r.getClaim());
                    case NodeAssigned r ->
                        new InventoryInput.NodeAssigned(
                                r.getMachineId(), r.getClusterId(), r.getNodeName(), ValueMapping.role(r.getRole()));
                    case NodeReleased r -> new InventoryInput.NodeReleased(r.getMachineId(), r.getClusterId());
                    default -> null;
                });
    }

    private static InventoryInput site(SiteRequested r) {
        return new InventoryInput.SiteRequested(new SiteDescription(
                r.getSite(),
                r.getDisplayName(),
                r.getLatitude(),
                r.getLongitude(),
                r.getRegion(),
                r.getLabels(),
                r.getClientPrefixes(),
                Approval.valueOf(r.getApproval().name())));
    }

    private static InventoryInput announced(MachineAnnounced r, String cause) {
        return new InventoryInput.MachineAnnounced(
                cause,
                r.getMacs(),
                r.getSite(),
                r.getName(),
                Source.valueOf(r.getSource().name()),
                ValueMapping.bmc(r.getBmc()),
                r.getLabels());
    }

    private static Lifecycle lifecycle(ProvisioningPhase phase) {
        return Lifecycle.valueOf(phase.name());
    }
}
