package dev.skerry.appmanager.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values to test with, each changed from a plain one. */
public final class Given {

    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    public static final Resources SMALL = new Resources(500, 512, 1);
    public static final Resources SIXTEEN_CORES = new Resources(16_000, 65_536, 110);

    private Given() {}

    /** A ready cluster at a site of its own name. */
    public static FleetCluster cluster(String id, String region) {
        return cluster(id, region, ClusterPhase.READY, SIXTEEN_CORES);
    }

    public static FleetCluster cluster(String id, String region, ClusterPhase phase, Resources capacity) {
        return new FleetCluster(
                id, "site-" + id, region, Map.of("tier", "edge", "skerry.dev/site", id), phase, true, capacity, NOON);
    }

    public static FleetCluster at(String site, FleetCluster from) {
        return new FleetCluster(
                from.id(),
                site,
                from.region(),
                from.labels(),
                from.phase(),
                from.agentConnected(),
                from.capacity(),
                from.changedAt());
    }

    public static FleetCluster in(ClusterPhase phase, FleetCluster from) {
        return new FleetCluster(
                from.id(),
                from.site(),
                from.region(),
                from.labels(),
                phase,
                from.agentConnected(),
                from.capacity(),
                from.changedAt());
    }

    public static FleetCluster labelled(Map<String, String> labels, FleetCluster from) {
        return new FleetCluster(
                from.id(),
                from.site(),
                from.region(),
                labels,
                from.phase(),
                from.agentConnected(),
                from.capacity(),
                from.changedAt());
    }

    public static FleetCluster unheard(FleetCluster from) {
        return new FleetCluster(
                from.id(),
                from.site(),
                from.region(),
                from.labels(),
                from.phase(),
                false,
                from.capacity(),
                from.changedAt());
    }

    /** So many clusters anywhere, so many replicas in all. */
    public static PlacementPolicy policy(int clusters, int replicas) {
        return new PlacementPolicy(
                List.of(), Map.of(), clusters, SpreadOver.NONE, 1, 0, replicas, Division.TOTAL, false);
    }

    public static PlacementPolicy perCluster(PlacementPolicy from) {
        return new PlacementPolicy(
                from.regions(),
                from.selector(),
                from.clusters(),
                from.spread(),
                from.spreadMin(),
                from.spreadMax(),
                from.replicas(),
                Division.PER_CLUSTER,
                from.beforeReady());
    }

    public static PlacementPolicy within(List<String> regions, PlacementPolicy from) {
        return new PlacementPolicy(
                regions,
                from.selector(),
                from.clusters(),
                from.spread(),
                from.spreadMin(),
                from.spreadMax(),
                from.replicas(),
                from.division(),
                from.beforeReady());
    }

    public static PlacementPolicy selecting(Map<String, String> selector, PlacementPolicy from) {
        return new PlacementPolicy(
                from.regions(),
                selector,
                from.clusters(),
                from.spread(),
                from.spreadMin(),
                from.spreadMax(),
                from.replicas(),
                from.division(),
                from.beforeReady());
    }

    public static PlacementPolicy spread(SpreadOver over, int min, int max, PlacementPolicy from) {
        return new PlacementPolicy(
                from.regions(),
                from.selector(),
                from.clusters(),
                over,
                min,
                max,
                from.replicas(),
                from.division(),
                from.beforeReady());
    }

    public static PlacementPolicy early(PlacementPolicy from) {
        return new PlacementPolicy(
                from.regions(),
                from.selector(),
                from.clusters(),
                from.spread(),
                from.spreadMin(),
                from.spreadMax(),
                from.replicas(),
                from.division(),
                true);
    }

    public static Workload container(Resources replica) {
        return new Workload(
                new Workload.Container("registry.example/shop:1.0", List.of(), Map.of(), List.of(8080)), replica);
    }

    /** acme/NAME, of small replicas, without a DNS name. */
    public static DeploymentRequest request(String name, PlacementPolicy policy) {
        return request(name, SMALL, policy);
    }

    public static DeploymentRequest request(String name, Resources replica, PlacementPolicy policy) {
        return new DeploymentRequest("acme", name, container(replica), policy, Optional.empty(), "ann");
    }

    /** Found under its own name for 20 s. */
    public static DeploymentRequest named(DeploymentRequest from) {
        return named(from, Duration.ofSeconds(20));
    }

    public static DeploymentRequest named(DeploymentRequest from, Duration ttl) {
        return new DeploymentRequest(
                from.tenant(),
                from.name(),
                from.workload(),
                from.placement(),
                Optional.of(new DnsName(from.name(), 80, (int) ttl.toSeconds())),
                from.requestedBy());
    }
}
