package dev.skerry.appmanager.wire;

import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.Division;
import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.SpreadOver;
import dev.skerry.appmanager.domain.Workload;
import dev.skerry.schemas.apps.Container;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.WorkloadKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests and what they are made of. */
final class AppWire {

    private AppWire() {}

    /**
     * The request that a record is.
     *
     * @throws IllegalArgumentException when its workload is not of the kind that it says
     */
    static DeploymentRequest request(DeploymentRequested from) {
        return new DeploymentRequest(
                from.getTenant(),
                from.getName(),
                workload(from.getWorkload()),
                policy(from.getPlacement()),
                dns(from.getDns()),
                from.getRequestedBy());
    }

    static DeploymentRequested request(DeploymentRequest from) {
        return new DeploymentRequested(
                from.tenant(),
                from.name(),
                workload(from.workload()),
                policy(from.placement()),
                dns(from.dns()),
                from.requestedBy());
    }

    static Workload workload(dev.skerry.schemas.apps.Workload from) {
        return new Workload(content(from), resources(from.getResources()));
    }

    private static Workload.Content content(dev.skerry.schemas.apps.Workload from) {
        return switch (from.getKind()) {
            case CONTAINER -> {
                Container container = from.getContainer();
                if (container == null) {
                    throw new IllegalArgumentException(
                            "workload.container is missing; a workload of kind CONTAINER needs it");
                }
                yield new Workload.Container(
                        container.getImage(), container.getArgs(), container.getEnv(), container.getPorts());
            }
            case MANIFESTS -> {
                String manifests = from.getManifests();
                if (manifests == null) {
                    throw new IllegalArgumentException(
                            "workload.manifests is missing; a workload of kind MANIFESTS needs it");
                }
                yield new Workload.Manifests(manifests);
            }
        };
    }

    static dev.skerry.schemas.apps.Workload workload(Workload from) {
        var resources = resources(from.replica());
        return switch (from.content()) {
            case Workload.Container c ->
                new dev.skerry.schemas.apps.Workload(
                        WorkloadKind.CONTAINER,
                        new Container(c.image(), c.args(), c.env(), c.ports()),
                        null,
                        resources);
            case Workload.Manifests m ->
                new dev.skerry.schemas.apps.Workload(WorkloadKind.MANIFESTS, null, m.yaml(), resources);
        };
    }

    private static PlacementPolicy policy(dev.skerry.schemas.apps.PlacementPolicy from) {
        return new PlacementPolicy(
                from.getRegions(),
                from.getSelector(),
                from.getClusters(),
                SpreadOver.valueOf(from.getSpread().name()),
                from.getSpreadMin(),
                from.getSpreadMax(),
                from.getReplicas(),
                Division.valueOf(from.getDivision().name()),
                from.getBeforeReady());
    }

    private static dev.skerry.schemas.apps.PlacementPolicy policy(PlacementPolicy from) {
        return new dev.skerry.schemas.apps.PlacementPolicy(
                from.regions(),
                from.selector(),
                from.clusters(),
                dev.skerry.schemas.apps.SpreadOver.valueOf(from.spread().name()),
                from.spreadMin(),
                from.spreadMax(),
                from.replicas(),
                dev.skerry.schemas.apps.Division.valueOf(from.division().name()),
                from.beforeReady());
    }

    static Optional<DnsName> dns(dev.skerry.schemas.apps.@Nullable DnsName from) {
        return Optional.ofNullable(from).map(d -> new DnsName(d.getName(), d.getPort(), d.getTtlSeconds()));
    }

    static dev.skerry.schemas.apps.@Nullable DnsName dns(Optional<DnsName> from) {
        return from.map(d -> new dev.skerry.schemas.apps.DnsName(d.name(), d.port(), d.ttlSeconds()))
                .orElse(null);
    }

    static Resources resources(dev.skerry.schemas.apps.Resources from) {
        return new Resources(from.getCpuMillis(), from.getMemoryMiB(), from.getPods());
    }

    static dev.skerry.schemas.apps.Resources resources(Resources from) {
        return new dev.skerry.schemas.apps.Resources(
                from.cpuMillis(), from.memoryMiB(), Math.clamp(from.pods(), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
}
