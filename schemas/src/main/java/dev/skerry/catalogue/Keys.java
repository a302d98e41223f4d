package dev.skerry.catalogue;

import dev.skerry.schemas.apps.AgentReported;
import dev.skerry.schemas.apps.DeploymentRemovalRequested;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.clusters.AgentEnrolmentObserved;
import dev.skerry.schemas.clusters.ClusterRequested;
import dev.skerry.schemas.clusters.ClusteringRequested;
import dev.skerry.schemas.clusters.InstallProfileRemovalRequested;
import dev.skerry.schemas.clusters.InstallProfileRequested;
import dev.skerry.schemas.clusters.NodeClaimObserved;
import dev.skerry.schemas.clusters.NodeJoinObserved;
import dev.skerry.schemas.inventory.HardwareClassRemovalRequested;
import dev.skerry.schemas.inventory.HardwareClassRequested;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.MachineApprovalRequested;
import dev.skerry.schemas.inventory.MachineNicReplacementRequested;
import dev.skerry.schemas.inventory.MachineRejectionRequested;
import dev.skerry.schemas.inventory.SiteRequested;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import dev.skerry.schemas.provisioning.BootContactObserved;
import dev.skerry.schemas.provisioning.FailureReported;
import dev.skerry.schemas.provisioning.InspectionReported;
import dev.skerry.schemas.provisioning.MachineHoldRequested;
import dev.skerry.schemas.provisioning.MachineReinstallRequested;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import dev.skerry.schemas.provisioning.MachineRescueEndRequested;
import dev.skerry.schemas.provisioning.MachineRescueRequested;
import dev.skerry.schemas.provisioning.MachineRetirementRequested;
import dev.skerry.schemas.provisioning.MachineRetryRequested;
import dev.skerry.schemas.provisioning.MachineUnholdRequested;
import dev.skerry.schemas.provisioning.PhoneHomeReported;
import dev.skerry.schemas.provisioning.PowerTaskEnded;
import dev.skerry.schemas.provisioning.ProgressReported;
import dev.skerry.schemas.provisioning.RescueReported;
import dev.skerry.schemas.provisioning.WipeReported;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * The key that a request or an observation has to have. Order holds per key, and a record under a wrong one would meet another
 * aggregate than the one that it is about.
 */
public final class Keys {

    private Keys() {}

    /** The key of a record that comes from outside; empty for a record that its owner alone writes, or whose key it does not say. */
    public static Optional<String> of(SpecificRecord record) {
        return switch (record) {
            case SiteRequested r -> Optional.of(r.getSite());
            case HardwareClassRequested r -> Optional.of(r.getName());
            case HardwareClassRemovalRequested r -> Optional.of(r.getName());
            case MachineAnnounced r -> r.getMacs().stream().findFirst();
            case MachineApprovalRequested r -> Optional.of(r.getMachineId());
            case MachineRejectionRequested r -> Optional.of(r.getMachineId());
            case MachineNicReplacementRequested r -> Optional.of(r.getMachineId());
            case MachineRetirementRequested r -> Optional.of(r.getMachineId());
            case MachineReleaseRequested r -> Optional.of(r.getMachineId());
            case MachineRetryRequested r -> Optional.of(r.getMachineId());
            case MachineReinstallRequested r -> Optional.of(r.getMachineId());
            case MachineHoldRequested r -> Optional.of(r.getMachineId());
            case MachineUnholdRequested r -> Optional.of(r.getMachineId());
            case MachineRescueRequested r -> Optional.of(r.getMachineId());
            case MachineRescueEndRequested r -> Optional.of(r.getMachineId());
            case BmcCrawlRequested r -> Optional.of(r.getCrawlId());
            case BootContactObserved r -> Optional.of(r.getMachineId());
            case InspectionReported r -> Optional.of(r.getMachineId());
            case ProgressReported r -> Optional.of(r.getMachineId());
            case PhoneHomeReported r -> Optional.of(r.getMachineId());
            case WipeReported r -> Optional.of(r.getMachineId());
            case FailureReported r -> Optional.of(r.getMachineId());
            case RescueReported r -> Optional.of(r.getMachineId());
            case PowerTaskEnded r -> Optional.of(r.getMachineId());
            case ClusteringRequested r -> Optional.of(r.getName());
            case InstallProfileRequested r -> Optional.of(r.getName());
            case InstallProfileRemovalRequested r -> Optional.of(r.getName());
            case ClusterRequested r -> Optional.of(r.getSite().getSite());
            case NodeClaimObserved r -> Optional.of(r.getSite());
            case NodeJoinObserved r -> Optional.of(r.getSite());
            case AgentEnrolmentObserved r -> Optional.of(r.getSite());
            case DeploymentRequested r -> Optional.of(r.getTenant() + "/" + r.getName());
            case DeploymentRemovalRequested r -> Optional.of(r.getTenant() + "/" + r.getName());
            case AgentReported r -> Optional.of(r.getClusterId());
            default -> Optional.empty();
        };
    }
}
