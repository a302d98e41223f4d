package dev.skerry.appmanager.effect;

import dev.skerry.schemas.apps.*;
import dev.skerry.schemas.clusters.*;
import dev.skerry.schemas.dns.RecordChanged;
import dev.skerry.schemas.inventory.*;
import dev.skerry.schemas.provisioning.*;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** An event in one line for a person: its type, and what is particular about this one. */
public final class EventSummary {

    private static final int LONGEST = 200;

    private EventSummary() {}

    /** At most 200 characters. */
    public static String of(SpecificRecord event) {
        String details = details(event);
        String line = event.getSchema().getName() + (details.isEmpty() ? "" : " " + details);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }

    private static String details(SpecificRecord event) {
        return switch (event.getSchema().getNamespace()) {
            case "dev.skerry.schemas.inventory" -> inventory(event);
            case "dev.skerry.schemas.provisioning" -> provisioning(event);
            case "dev.skerry.schemas.clusters" -> clusters(event);
            default -> apps(event);
        };
    }

    private static String inventory(SpecificRecord event) {
        return switch (event) {
            case SiteRequested e -> e.getSite() + " in " + e.getRegion();
            case HardwareClassRequested e -> e.getName() + ": " + e.getRule();
            case HardwareClassRemovalRequested e -> e.getName();
            case MachineClassified e ->
                e.getHardwareClasses().isEmpty() ? "of no class" : String.join(", ", e.getHardwareClasses());
            case SiteRegistered e -> e.getSite() + " in " + e.getRegion();
            case MachineAnnounced e ->
                e.getMacs().getFirst() + " at " + e.getSite() + named(" as ", e.getName()) + ", source "
                        + e.getSource();
            case MachineApprovalRequested e -> named("by ", e.getRequestedBy());
            case MachineRejectionRequested e -> named("by ", e.getRequestedBy()) + named(": ", e.getReason());
            case MachineNicReplacementRequested e ->
                e.getNewMac() + " in place of " + e.getOldMac() + named(" by ", e.getRequestedBy());
            case MachineDiscovered e ->
                e.getName() + " at " + e.getSite() + ", " + e.getMacs().getFirst();
            case MachineApproved e -> e.getName() + " by " + e.getApprovedBy();
            case MachineRejected e -> "at " + e.getSite() + named(": ", e.getReason());
            case MachineFactsRecorded e -> hardware(e.getFacts());
            case MachineLifecycleChanged e -> e.getLifecycle() + named(": ", e.getReason());
            case IdentityConflictDetected e -> e.getMac() + " is claimed twice: " + e.getClaim();
            default -> "";
        };
    }

    private static String provisioning(SpecificRecord event) {
        return switch (event) {
            case MachineReleaseRequested e -> named("by ", e.getRequestedBy()) + named(": ", e.getReason());
            case MachineRetryRequested e -> named("by ", e.getRequestedBy());
            case MachineReinstallRequested e -> named("by ", e.getRequestedBy()) + named(": ", e.getReason());
            case MachineRescueRequested e -> named("by ", e.getRequestedBy()) + named(": ", e.getReason());
            case MachineRescueEndRequested e -> named("by ", e.getRequestedBy());
            case RescueStarted e -> "attempt " + e.getAttempt() + " until " + e.getDeadline();
            case RescueReady e -> "attempt " + e.getAttempt() + ": root@" + e.getAddress() + ", " + e.getHostKey();
            case RescueAttemptFailed e ->
                "attempt " + e.getAttempt() + ", next at " + e.getRetryAt() + named(": ", e.getReason());
            case RescueFailed e -> "after " + e.getAttempts() + " attempts" + named(": ", e.getReason());
            case RescueEnded e -> "back to " + e.getPhase();
            case RescueReported e -> "root@" + e.getAddress();
            case PersonAwaited e -> "until " + e.getUntil();
            case PersonNoLongerAwaited e -> "at " + e.getSite();
            case MachineHoldRequested e -> named("by ", e.getRequestedBy()) + named(": ", e.getReason());
            case MachineUnholdRequested e -> named("by ", e.getRequestedBy());
            case MachineHeld e -> e.getReason();
            case MachineUnheld e -> "at " + e.getSite();
            case MachineRetirementRequested e -> named("by ", e.getRequestedBy()) + named(": ", e.getReason());
            case MachineRetired e -> "from " + e.getSite();
            case InspectionStarted e -> "attempt " + e.getAttempt() + " until " + e.getDeadline();
            case MachineInspected e -> "attempt " + e.getAttempt() + ": " + hardware(e.getFacts());
            case MachineAvailable e -> e.getName() + " at " + e.getSite();
            case InstallationStarted e -> "attempt " + e.getAttempt() + " for " + e.getClusterId();
            case InstallationProgressed e -> e.getStep() + " " + e.getPercent() + " %";
            case MachineInstalled e -> "attempt " + e.getAttempt() + " for " + e.getClusterId();
            case ReleaseStarted e -> "attempt " + e.getAttempt();
            case MachineWiped e ->
                "attempt " + e.getAttempt() + ": " + counted(e.getDiskSerials(), "disk") + named(" by ", e.getMethod());
            case AttemptFailed e ->
                "attempt " + e.getAttempt() + " during " + e.getDuring() + ", next at " + e.getRetryAt()
                        + named(": ", e.getReason());
            case MachineFailed e ->
                "during " + e.getDuring() + " after " + e.getAttempts() + " attempts" + named(": ", e.getReason());
            case MachineImpersonated e -> e.getMac() + " was asked for by another machine: " + e.getClaim();
            case PowerTask e ->
                e.getAction() + " attempt " + e.getAttempt() + " by "
                        + e.getBmc().getProtocol();
            case PowerTaskEnded e ->
                e.getOutcome() + " attempt " + e.getAttempt() + ", power " + e.getPower() + named(": ", e.getReason());
            case BmcCrawlRequested e -> e.getAddress() + " at " + e.getSite() + named(" by ", e.getRequestedBy());
            case BmcCrawled e -> e.getAddress() + ": " + counted(e.getSystems(), "system") + named(", ", e.getReason());
            case BootContactObserved e ->
                e.getMac() + " from " + e.getAddress() + " was given " + (e.getRescue() ? "RESCUE" : e.getServed());
            case InspectionReported e -> hardware(e.getFacts());
            case ProgressReported e -> e.getStep() + " " + e.getPercent() + " %";
            case PhoneHomeReported e -> named("as ", e.getHostname());
            case WipeReported e -> counted(e.getDiskSerials(), "disk") + named(" by ", e.getMethod());
            case FailureReported e -> e.getReason();
            default -> "";
        };
    }

    private static String clusters(SpecificRecord event) {
        return switch (event) {
            case ClusteringRequested e ->
                e.getName() + ": " + e.getControlPlane() + " servers, " + e.getWorkersMin() + " to " + e.getWorkersMax()
                        + " workers, " + e.getKubernetesVersion();
            case ClusterRequested e -> e.getClusterId();
            case InstallProfileRequested e -> e.getName() + ": " + e.getImage();
            case InstallProfileRemovalRequested e -> e.getName();
            case ClusterPlanned e -> e.getClusterId() + " on " + counted(e.getNodes(), "node");
            case ClusterWaiting e -> e.getClusterId() + ": " + e.getReason();
            case NodeAssigned e -> e.getNodeName() + " to " + e.getClusterId() + " as " + e.getRole();
            case NodeClaimed e -> "for " + e.getClusterId();
            case NodeJoined e -> e.getNodeName() + " in " + e.getClusterId() + " as " + e.getRole();
            case NodeReleased e -> "from " + e.getClusterId() + named(": ", e.getReason());
            case ConditionChanged e ->
                e.getType() + (e.getHolds() ? " holds" : " does not hold") + " for " + e.getClusterId()
                        + named(": ", e.getReason());
            case ClusterPhaseChanged e -> e.getClusterId() + " is " + e.getPhase() + named(": ", e.getReason());
            case AgentEnrolled e -> e.getClusterId();
            case NodeClaimObserved e -> "for " + e.getClusterId() + " from " + e.getAddress();
            case NodeJoinObserved e -> e.getNodeName() + " in " + e.getClusterId() + named(" at ", e.getAddress());
            case AgentEnrolmentObserved e -> e.getClusterId();
            default -> "";
        };
    }

    private static String apps(SpecificRecord event) {
        return switch (event) {
            case DeploymentRequested e ->
                e.getTenant() + "/" + e.getName() + ": " + e.getPlacement().getReplicas() + " replicas"
                        + (e.getDns() == null ? "" : " as " + e.getDns().getName());
            case DeploymentRemovalRequested e -> e.getTenant() + "/" + e.getName() + named(" by ", e.getRequestedBy());
            case AppAccepted e -> e.getApp() + " revision " + e.getRevision();
            case PlacementEvaluated e ->
                e.getApp() + " revision " + e.getRevision() + (e.getSatisfied() ? ": " : " is not satisfied: ")
                        + counted(e.getTaken(), "cluster") + " taken" + named(", ", e.getReason());
            case AppRemoved e -> e.getApp();
            case PlacementDecided e ->
                e.getApp() + " revision " + e.getRevision() + " on " + e.getClusterId() + ", " + e.getReplicas()
                        + " replicas" + named(": ", e.getReason());
            case PlacementWithdrawn e -> e.getApp() + " from " + e.getClusterId() + named(": ", e.getReason());
            case PlacementStopped e -> e.getApp() + " on " + e.getClusterId();
            case PlacementReported e ->
                e.getApp() + " revision " + e.getRevision() + " on " + e.getClusterId() + " is " + e.getPhase() + ", "
                        + e.getReadyReplicas() + " ready" + named(": ", e.getMessage());
            case WorkloadAvailable e -> e.getApp() + " revision " + e.getRevision() + " at " + e.getClusterId();
            case WorkloadGone e -> e.getApp() + " at " + e.getClusterId() + named(": ", e.getReason());
            case AgentReported e ->
                e.getClusterId() + " sequence " + e.getSequence() + " generation " + e.getGeneration();
            case AgentConnected e -> e.getClusterId() + named(" version ", e.getAgentVersion());
            case AgentDisconnected e -> e.getClusterId() + ", last seen " + e.getLastSeen();
            case RecordChanged e ->
                e.getName() + " answers from " + counted(e.getTargets(), "cluster")
                        + named(", withdrawn: ", String.join(", ", e.getWithdrawn()));
            default -> "";
        };
    }

    private static String hardware(Facts facts) {
        return facts.getArchitecture() + ", " + facts.getCpuCores() + " processors, " + facts.getMemoryMiB() + " MiB, "
                + counted(facts.getDisks(), "disk");
    }

    private static String counted(List<?> items, String noun) {
        return items.size() + " " + noun + (items.size() == 1 ? "" : "s");
    }

    private static String named(String before, String text) {
        return text.isEmpty() ? "" : before + text;
    }
}
