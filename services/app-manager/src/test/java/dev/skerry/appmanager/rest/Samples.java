package dev.skerry.appmanager.rest;

import dev.skerry.schemas.apps.AppPhase;
import dev.skerry.schemas.apps.AppState;
import dev.skerry.schemas.apps.ClusterVerdict;
import dev.skerry.schemas.apps.Container;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.DesiredPlacement;
import dev.skerry.schemas.apps.DesiredState;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.apps.PlacementPolicy;
import dev.skerry.schemas.apps.PlacementState;
import dev.skerry.schemas.apps.RefusedClusters;
import dev.skerry.schemas.apps.Resources;
import dev.skerry.schemas.apps.Workload;
import dev.skerry.schemas.apps.WorkloadKind;
import dev.skerry.schemas.clusters.ClusterPhase;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.ClusteringRequested;
import dev.skerry.schemas.clusters.NodeRequirements;
import dev.skerry.schemas.clusters.SiteSelector;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.dns.Target;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.Lifecycle;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.inventory.SiteState;
import dev.skerry.schemas.inventory.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small fleet. */
public final class Samples {

    public static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    public static final String SITE = "copenhagen";
    public static final String CLUSTER = "small.copenhagen";

    static {
        TrustedSchemas.trust();
    }

    private Samples() {}

    public static SiteState site(String name) {
        return SiteState.newBuilder()
                .setSite(name)
                .setLatitude(55.6761)
                .setLongitude(12.5683)
                .setRegion("emea/dk/" + name)
                .setLabels(Map.of("tier", "edge"))
                .setApproval(Approval.AUTOMATIC)
                .setRegisteredAt(NOON)
                .build();
    }

    public static MachineState machine(String id, String name, String mac, Lifecycle lifecycle) {
        return MachineState.newBuilder()
                .setMachineId(id)
                .setName(name)
                .setMacs(List.of(mac))
                .setSite(SITE)
                .setSource(Source.API)
                .setLifecycle(lifecycle)
                .setDiscoveredAt(NOON)
                .setChangedAt(NOON)
                .build();
    }

    public static Workload container() {
        return Workload.newBuilder()
                .setKind(WorkloadKind.CONTAINER)
                .setContainer(Container.newBuilder()
                        .setImage("registry.example/shop:1.0")
                        .setArgs(List.of("--verbose"))
                        .setEnv(Map.of("ZONE", "b", "ALPHA", "a"))
                        .setPorts(List.of(8080, 9090))
                        .build())
                .setResources(resources(500, 512, 1))
                .build();
    }

    public static Workload manifests(String text) {
        return Workload.newBuilder()
                .setKind(WorkloadKind.MANIFESTS)
                .setManifests(text)
                .setResources(resources(100, 64, 1))
                .build();
    }

    public static Resources resources(long cpuMillis, long memoryMiB, int pods) {
        return new Resources(cpuMillis, memoryMiB, pods);
    }

    public static DnsName shopName() {
        return new DnsName("shop", 80, 20);
    }

    /** A cluster whose agent enrolled, or did not. */
    public static ClusterState enrolled(String cluster, @Nullable String enrolment) {
        return ClusterState.newBuilder()
                .setClusterId(cluster)
                .setClustering("small")
                .setSite(SITE)
                .setRegion("emea/dk/copenhagen")
                .setLatitude(55.6761)
                .setLongitude(12.5683)
                .setPhase(ClusterPhase.JOINING)
                .setSpec(ClusteringRequested.newBuilder()
                        .setName("small")
                        .setSites(SiteSelector.newBuilder().build())
                        .setRequirements(NodeRequirements.newBuilder().build())
                        .setKubernetesVersion("v1.36.3+k3s1")
                        .build())
                .setEnrolmentId(enrolment)
                .setChangedAt(NOON)
                .build();
    }

    public static DesiredPlacement placement(String app, int revision, Workload workload) {
        return DesiredPlacement.newBuilder()
                .setApp(app)
                .setRevision(revision)
                .setReplicas(3)
                .setWorkload(workload)
                .setDns(shopName())
                .build();
    }

    public static DesiredState desired(String cluster, long generation) {
        return DesiredState.newBuilder()
                .setClusterId(cluster)
                .setGeneration(generation)
                .setPlacements(List.of(placement("acme/shop", (int) generation, container())))
                .build();
    }

    public static AppState app(AppPhase phase) {
        return AppState.newBuilder()
                .setApp("acme/shop")
                .setRevision(2)
                .setSpec(DeploymentRequested.newBuilder()
                        .setTenant("acme")
                        .setName("shop")
                        .setWorkload(container())
                        .setPlacement(PlacementPolicy.newBuilder().build())
                        .setDns(shopName())
                        .build())
                .setPhase(phase)
                .setTaken(List.of(new ClusterVerdict(CLUSTER, 3, "most free capacity")))
                .setRefused(List.of(new RefusedClusters("region is not emea", List.of("small.boston", "small.austin"))))
                .setChangedAt(NOON)
                .build();
    }

    public static PlacementState placementState(PlacementPhase phase) {
        return PlacementState.newBuilder()
                .setApp("acme/shop")
                .setClusterId(CLUSTER)
                .setSite(SITE)
                .setRegion("emea/dk/copenhagen")
                .setRevision(2)
                .setReplicas(3)
                .setReadyReplicas(3)
                .setPhase(phase)
                .setReason("")
                .setResources(resources(500, 512, 1))
                .setChangedAt(NOON)
                .build();
    }

    public static RecordState record() {
        return RecordState.newBuilder()
                .setName("shop")
                .setApp("acme/shop")
                .setPort(80)
                .setTtlSeconds(20)
                .setTargets(List.of(new Target(CLUSTER, SITE, List.of("203.0.113.7"))))
                .setChangedAt(NOON)
                .build();
    }
}
