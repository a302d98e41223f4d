package dev.skerry.catalogue;

import dev.skerry.catalogue.Topic.Kind;
import dev.skerry.schemas.apps.*;
import dev.skerry.schemas.clusters.*;
import dev.skerry.schemas.dns.*;
import dev.skerry.schemas.inventory.*;
import dev.skerry.schemas.provisioning.*;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Every topic and every store of an installation. */
public final class Topics {

    private static final String INVENTORY = "inventory";
    private static final String PROVISIONER = "provisioner";
    private static final String INSTALLER = "platform-installer";
    private static final String APP_MANAGER = "app-manager";
    private static final String DNS_REGISTRY = "dns-registry";

    /** Topics that feed one decider by key have equally many partitions: the same key must meet itself in one task. */
    private static final int KEYED = 4;

    public static final Topic SITE_REQUESTS =
            requests("inventory.site.requests", INVENTORY, "site", "Sites to record or change.", SiteRequested.class);
    public static final Topic SITE_EVENTS =
            events("inventory.site.events", INVENTORY, "site", "Sites recorded or changed.", SiteRegistered.class);
    public static final Topic SITE_STATE =
            state("inventory.site.state", INVENTORY, "site", "Every site as it stands.", SiteState.class);
    public static final Topic MACHINE_REQUESTS = requests(
            "inventory.machine.requests",
            INVENTORY,
            "first MAC, or machine id",
            "Announcements of machines, approvals and rejections, replaced network interfaces.",
            MachineAnnounced.class,
            MachineApprovalRequested.class,
            MachineRejectionRequested.class,
            MachineNicReplacementRequested.class);
    public static final Topic MACHINE_EVENTS = events(
            "inventory.machine.events",
            INVENTORY,
            "machine id",
            "What became of machines, the others' results included.",
            MachineDiscovered.class,
            MachineApproved.class,
            MachineRejected.class,
            MachineFactsRecorded.class,
            MachineLifecycleChanged.class,
            IdentityConflictDetected.class);
    public static final Topic MACHINE_STATE = state(
            "inventory.machine.state", INVENTORY, "machine id", "Every machine's whole life.", MachineState.class);

    public static final Topic HARDWARE_CLASS_REQUESTS = requests(
            "inventory.class.requests",
            INVENTORY,
            "hardware class",
            "Kinds of machines to record, change or remove.",
            HardwareClassRequested.class,
            HardwareClassRemovalRequested.class);
    public static final Topic HARDWARE_CLASS_EVENTS = events(
            "inventory.class.events",
            INVENTORY,
            "machine id",
            "Machines that belong to other hardware classes than before.",
            MachineClassified.class);
    public static final Topic HARDWARE_CLASS_STATE = state(
            "inventory.class.state",
            INVENTORY,
            "hardware class",
            "Every hardware class in force.",
            HardwareClassState.class);

    public static final Topic PROVISIONING_REQUESTS = requests(
            "provisioning.machine.requests",
            PROVISIONER,
            "machine id",
            "Releases, retirements, retries, reinstallations, holds, rescues.",
            MachineReleaseRequested.class,
            MachineRetryRequested.class,
            MachineRetirementRequested.class,
            MachineReinstallRequested.class,
            MachineHoldRequested.class,
            MachineUnholdRequested.class,
            MachineRescueRequested.class,
            MachineRescueEndRequested.class);
    public static final Topic PROVISIONING_EVENTS = events(
            "provisioning.machine.events",
            PROVISIONER,
            "machine id",
            "Inspection, installation and release of machines.",
            InspectionStarted.class,
            MachineInspected.class,
            MachineAvailable.class,
            InstallationStarted.class,
            InstallationProgressed.class,
            MachineInstalled.class,
            ReleaseStarted.class,
            MachineWiped.class,
            AttemptFailed.class,
            MachineFailed.class,
            MachineImpersonated.class,
            MachineRetired.class,
            MachineHeld.class,
            MachineUnheld.class,
            RescueStarted.class,
            RescueReady.class,
            RescueAttemptFailed.class,
            RescueFailed.class,
            RescueEnded.class,
            PersonAwaited.class,
            PersonNoLongerAwaited.class);
    public static final Topic PROVISIONING_STATE = state(
            "provisioning.machine.state",
            PROVISIONER,
            "machine id",
            "What a booting machine is to get.",
            ProvisioningState.class);
    public static final Topic PROVISIONING_OBSERVATIONS = observations(
            "provisioning.machine.observations",
            PROVISIONER,
            "machine id",
            "Boot contacts, reports, phone-homes and results of power tasks.",
            BootContactObserved.class,
            InspectionReported.class,
            ProgressReported.class,
            PhoneHomeReported.class,
            WipeReported.class,
            FailureReported.class,
            RescueReported.class,
            PowerTaskEnded.class);
    public static final Topic POWER_TASKS = topic(
            "provisioning.power.tasks",
            Kind.TASKS,
            PROVISIONER,
            "machine id",
            Optional.of(Duration.ofDays(1)),
            "Power commands to carry out.",
            PowerTask.class);

    public static final Topic CRAWL_REQUESTS = requests(
            "provisioning.crawl.requests",
            PROVISIONER,
            "crawl id",
            "Power controllers to ask for their machines.",
            BmcCrawlRequested.class);
    public static final Topic CRAWL_EVENTS = events(
            "provisioning.crawl.events",
            PROVISIONER,
            "crawl id",
            "What power controllers told of their machines.",
            BmcCrawled.class);

    public static final Topic CLUSTERING_REQUESTS = requests(
            "clusters.clustering.requests",
            INSTALLER,
            "clustering",
            "The users' clustering information.",
            ClusteringRequested.class);
    public static final Topic CLUSTERING_STATE = state(
            "clusters.clustering.state",
            INSTALLER,
            "clustering",
            "Every clustering in force, with the sites it was planned for.",
            ClusteringState.class);
    public static final Topic INSTALL_PROFILE_REQUESTS = requests(
            "clusters.profile.requests",
            INSTALLER,
            "install profile",
            "How machines are to be installed.",
            InstallProfileRequested.class,
            InstallProfileRemovalRequested.class);
    public static final Topic INSTALL_PROFILE_STATE = state(
            "clusters.profile.state",
            INSTALLER,
            "install profile",
            "Every install profile in force.",
            InstallProfileState.class);
    public static final Topic CLUSTER_REQUESTS = requests(
            "clusters.cluster.requests", INSTALLER, "site", "Clusters wanted at sites.", ClusterRequested.class);
    public static final Topic CLUSTER_EVENTS = events(
            "clusters.cluster.events",
            INSTALLER,
            "cluster",
            "Planning, conditions and phases of clusters.",
            ClusterPlanned.class,
            ClusterWaiting.class,
            ConditionChanged.class,
            ClusterPhaseChanged.class,
            AgentEnrolled.class);
    public static final Topic NODE_EVENTS = events(
            "clusters.node.events",
            INSTALLER,
            "machine id",
            "Machines that become and cease to be nodes.",
            NodeAssigned.class,
            NodeClaimed.class,
            NodeJoined.class,
            NodeReleased.class);
    public static final Topic NODE_OBSERVATIONS = observations(
            "clusters.node.observations",
            INSTALLER,
            "site",
            "Claims, joins and agent enrolments.",
            NodeClaimObserved.class,
            NodeJoinObserved.class,
            AgentEnrolmentObserved.class);
    public static final Topic CLUSTER_STATE =
            state("clusters.cluster.state", INSTALLER, "cluster", "Every cluster as it stands.", ClusterState.class);

    public static final Topic DEPLOYMENT_REQUESTS = requests(
            "apps.deployment.requests",
            APP_MANAGER,
            "tenant/name",
            "Apps to run and to remove. Public.",
            DeploymentRequested.class,
            DeploymentRemovalRequested.class);
    public static final Topic APP_EVENTS = events(
            "apps.app.events",
            APP_MANAGER,
            "tenant/name",
            "Revisions and placement decisions of apps.",
            AppAccepted.class,
            PlacementEvaluated.class,
            AppRemoved.class);
    public static final Topic APP_STATE =
            state("apps.app.state", APP_MANAGER, "tenant/name", "Every app as it stands.", AppState.class);
    public static final Topic PLACEMENT_EVENTS = events(
            "apps.placement.events",
            APP_MANAGER,
            "cluster",
            "What each cluster is to run.",
            PlacementDecided.class,
            PlacementWithdrawn.class,
            PlacementStopped.class);
    public static final Topic PLACEMENT_STATE = state(
            "apps.placement.state",
            APP_MANAGER,
            "tenant/name@cluster",
            "Every placement as it stands.",
            PlacementState.class);
    public static final Topic WORKLOAD_EVENTS = events(
            "apps.workload.events",
            APP_MANAGER,
            "tenant/name",
            "Apps that answer, or no longer answer, at a cluster.",
            WorkloadAvailable.class,
            WorkloadGone.class);
    public static final Topic FLEET_PLACEMENT_EVENTS = events(
            "fleet.placement.events",
            APP_MANAGER,
            "cluster",
            "What clusters report of their placements.",
            PlacementReported.class);
    public static final Topic AGENT_OBSERVATIONS =
            observations("fleet.agent.observations", APP_MANAGER, "cluster", "Agents' reports.", AgentReported.class);
    public static final Topic AGENT_EVENTS = events(
            "fleet.agent.events",
            APP_MANAGER,
            "cluster",
            "Agents that came and went.",
            AgentConnected.class,
            AgentDisconnected.class);
    public static final Topic DESIRED_STATE =
            state("fleet.desired.state", APP_MANAGER, "cluster", "What each cluster is to run.", DesiredState.class);
    public static final Topic CLUSTER_STATUS =
            state("fleet.cluster.status", APP_MANAGER, "cluster", "The fleet's status. Public.", ClusterStatus.class);

    public static final Topic RECORD_EVENTS =
            events("dns.record.events", DNS_REGISTRY, "name", "Names that answer otherwise.", RecordChanged.class);
    public static final Topic RECORD_STATE =
            state("dns.record.state", DNS_REGISTRY, "name", "The zone's names as they answer.", RecordState.class);

    public static final Topic DEAD_LETTERS = topic(
            "skerry.dead.letters",
            Kind.DEAD_LETTERS,
            "every service",
            "the refused record's key",
            Optional.of(Duration.ofDays(30)),
            "Records that could not be understood or were refused: the bytes as they came, the reason in the headers.");

    /** In the order of the chain. */
    public static final List<Topic> ALL = List.of(
            SITE_REQUESTS,
            SITE_EVENTS,
            SITE_STATE,
            MACHINE_REQUESTS,
            MACHINE_EVENTS,
            MACHINE_STATE,
            HARDWARE_CLASS_REQUESTS,
            HARDWARE_CLASS_EVENTS,
            HARDWARE_CLASS_STATE,
            PROVISIONING_REQUESTS,
            PROVISIONING_EVENTS,
            PROVISIONING_STATE,
            PROVISIONING_OBSERVATIONS,
            POWER_TASKS,
            CRAWL_REQUESTS,
            CRAWL_EVENTS,
            CLUSTERING_REQUESTS,
            CLUSTERING_STATE,
            INSTALL_PROFILE_REQUESTS,
            INSTALL_PROFILE_STATE,
            CLUSTER_REQUESTS,
            CLUSTER_EVENTS,
            NODE_EVENTS,
            NODE_OBSERVATIONS,
            CLUSTER_STATE,
            DEPLOYMENT_REQUESTS,
            APP_EVENTS,
            APP_STATE,
            PLACEMENT_EVENTS,
            PLACEMENT_STATE,
            WORKLOAD_EVENTS,
            FLEET_PLACEMENT_EVENTS,
            AGENT_OBSERVATIONS,
            AGENT_EVENTS,
            DESIRED_STATE,
            CLUSTER_STATUS,
            RECORD_EVENTS,
            RECORD_STATE,
            DEAD_LETTERS);

    /** Key: first all sites and machines (one writer, so that no MAC is claimed twice). */
    public static final Store INVENTORY_STORE =
            new Store("inventory.store", List.of(SiteState.class, MachineState.class, HardwareClassState.class));

    public static final Store PROVISIONING_STORE = new Store("provisioning.store", List.of(ProvisioningState.class));
    public static final Store CLUSTERING_STORE = new Store(
            "clustering.store", List.of(ClusteringState.class, SiteRegistered.class, InstallProfileState.class));
    public static final Store SITE_CLUSTERS_STORE =
            new Store("site-clusters.store", List.of(ClusterState.class, SiteMachine.class));
    public static final Store FLEET_STORE =
            new Store("fleet.store", List.of(AppState.class, PlacementState.class, FleetCluster.class));
    public static final Store CLUSTER_VIEW_STORE = new Store("cluster-view.store", List.of(ClusterView.class));
    public static final Store RECORD_STORE = new Store("record.store", List.of(RecordState.class));

    public static final List<Store> STORES = List.of(
            INVENTORY_STORE,
            PROVISIONING_STORE,
            CLUSTERING_STORE,
            SITE_CLUSTERS_STORE,
            FLEET_STORE,
            CLUSTER_VIEW_STORE,
            RECORD_STORE);

    private Topics() {}

    @SafeVarargs
    private static Topic requests(
            String name, String owner, String key, String summary, Class<? extends SpecificRecord>... types) {
        return topic(name, Kind.REQUESTS, owner, key, Optional.of(Duration.ofDays(7)), summary, types);
    }

    @SafeVarargs
    private static Topic events(
            String name, String owner, String key, String summary, Class<? extends SpecificRecord>... types) {
        return topic(name, Kind.EVENTS, owner, key, Optional.of(Duration.ofDays(30)), summary, types);
    }

    @SafeVarargs
    private static Topic observations(
            String name, String owner, String key, String summary, Class<? extends SpecificRecord>... types) {
        return topic(name, Kind.OBSERVATIONS, owner, key, Optional.of(Duration.ofDays(1)), summary, types);
    }

    @SafeVarargs
    private static Topic state(
            String name, String owner, String key, String summary, Class<? extends SpecificRecord>... types) {
        return topic(name, Kind.STATE, owner, key, Optional.empty(), summary, types);
    }

    @SafeVarargs
    private static Topic topic(
            String name,
            Kind kind,
            String owner,
            String key,
            Optional<Duration> retention,
            String summary,
            Class<? extends SpecificRecord>... types) {
        return new Topic(name, kind, owner, key, KEYED, retention, List.of(types), summary);
    }
}
