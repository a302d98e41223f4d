package dev.skerry.platforminstaller.wire;

import dev.skerry.platforminstaller.domain.Clustering;
import dev.skerry.platforminstaller.domain.ClusteringRules;
import dev.skerry.platforminstaller.domain.SiteInput;
import dev.skerry.runtime.Received;
import dev.skerry.schemas.apps.AgentConnected;
import dev.skerry.schemas.apps.AgentDisconnected;
import dev.skerry.schemas.apps.WorkloadAvailable;
import dev.skerry.schemas.apps.WorkloadGone;
import dev.skerry.schemas.clusters.AgentEnrolmentObserved;
import dev.skerry.schemas.clusters.ClusterRequested;
import dev.skerry.schemas.clusters.NodeClaimObserved;
import dev.skerry.schemas.clusters.NodeJoinObserved;
import dev.skerry.schemas.inventory.MachineClassified;
import dev.skerry.schemas.provisioning.AttemptFailed;
import dev.skerry.schemas.provisioning.InstallationStarted;
import dev.skerry.schemas.provisioning.MachineAvailable;
import dev.skerry.schemas.provisioning.MachineFailed;
import dev.skerry.schemas.provisioning.MachineHeld;
import dev.skerry.schemas.provisioning.MachineInstalled;
import dev.skerry.schemas.provisioning.MachineUnheld;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ReleaseStarted;
import dev.skerry.schemas.provisioning.RescueStarted;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What a site's planner reads. */
public final class SiteInputs {

    private SiteInputs() {}

    /** The site that another domain's record is about; empty text for a record that no site's planner has a use for. */
    public static String siteOf(Received received) {
        return switch (received.record()) {
            case MachineAvailable record -> record.getSite();
            case MachineClassified record -> record.getSite();
            case InstallationStarted record -> record.getSite();
            case AttemptFailed record -> record.getDuring() == ProvisioningPhase.INSTALLING ? record.getSite() : "";
            case MachineInstalled record -> record.getSite();
            case MachineHeld record -> record.getSite();
            case RescueStarted record -> record.getSite();
            case MachineUnheld record -> record.getSite();
            case MachineFailed record -> record.getSite();
            case ReleaseStarted record -> record.getSite();
            case AgentConnected record -> record.getSite();
            case AgentDisconnected record -> record.getSite();
            case WorkloadAvailable record -> isTool(record.getApp()) ? record.getSite() : "";
            case WorkloadGone record -> isTool(record.getApp()) ? record.getSite() : "";
            default -> "";
        };
    }

    static Optional<SiteInput> of(SpecificRecord record) {
        return Optional.ofNullable(
                switch (record) {
                    case ClusterRequested r -> wanted(r);
                    case MachineAvailable r ->
                        new SiteInput.MachineOffered(
                                r.getMachineId(),
                                r.getName(),
                                r.getFacts().getArchitecture(),
                                r.getFacts().getCpuCores(),
                                r.getFacts().getMemoryMiB(),
                                Optional.ofNullable(r.getHold()));
                    case RescueStarted r -> new SiteInput.MachineInRescue(r.getMachineId());
                    case MachineHeld r -> new SiteInput.MachineHeld(r.getMachineId(), Optional.of(r.getReason()));
                    case MachineUnheld r -> new SiteInput.MachineHeld(r.getMachineId(), Optional.empty());
                    case MachineClassified r ->
                        new SiteInput.MachineClassified(r.getMachineId(), r.getName(), r.getHardwareClasses());
                    case InstallationStarted r ->
                        new SiteInput.InstallationBegan(
                                r.getMachineId(),
                                r.getClusterId(),
                                r.getNonce(),
                                r.getDeadline(),
                                ProfileRecords.version(r.getInstallProfile()));
                    case AttemptFailed r ->
                        r.getDuring() == ProvisioningPhase.INSTALLING
                                ? new SiteInput.AttemptOver(r.getMachineId())
                                : null;
                    case MachineInstalled r -> new SiteInput.InstallationDone(r.getMachineId(), r.getClusterId());
                    case MachineFailed r -> new SiteInput.MachineBroken(r.getMachineId(), r.getReason());
                    case ReleaseStarted r -> new SiteInput.MachineWithdrawn(r.getMachineId());
                    case NodeClaimObserved r ->
                        new SiteInput.ClaimSeen(r.getMachineId(), r.getClusterId(), r.getNonce(), r.getClaimId());
                    case NodeJoinObserved r -> joined(r);
                    case AgentEnrolmentObserved r -> new SiteInput.EnrolmentSeen(r.getClusterId(), r.getEnrolmentId());
                    case AgentConnected r -> new SiteInput.AgentCame(r.getClusterId());
                    case AgentDisconnected r -> new SiteInput.AgentWent(r.getClusterId(), r.getLastSeen());
                    case WorkloadAvailable r -> new SiteInput.ToolSeen(r.getClusterId(), r.getApp(), true);
                    case WorkloadGone r -> new SiteInput.ToolSeen(r.getClusterId(), r.getApp(), false);
                    default -> null;
                });
    }

    private static SiteInput wanted(ClusterRequested record) {
        Clustering clustering = Parts.clustering(record.getClustering());
        ClusteringRules.check(clustering).stream().findFirst().ifPresent(fault -> {
            throw new IllegalArgumentException("clustering." + fault.field() + ": " + fault.reason());
        });
        String id = clustering.clusterAt(record.getSite().getSite());
        if (!record.getClusterId().equals(id)) {
            throw new IllegalArgumentException("clusterId: is '" + record.getClusterId() + "'; must be " + id);
        }
        return new SiteInput.ClusterWanted(
                id, clustering, Parts.site(record.getSite()), ProfileRecords.optional(record.getInstallProfile()));
    }

    private static SiteInput joined(NodeJoinObserved record) {
        if (record.getAddress().isEmpty()) {
            throw new IllegalArgumentException("address: is empty; give the node's own IP address");
        }
        return new SiteInput.JoinSeen(
                record.getMachineId(), record.getClusterId(), record.getNonce(), record.getAddress());
    }

    private static boolean isTool(String app) {
        return app.startsWith(ToolWorkloads.TENANT + "/");
    }
}
