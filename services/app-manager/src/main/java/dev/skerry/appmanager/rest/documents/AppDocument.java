package dev.skerry.appmanager.rest.documents;

import dev.skerry.appmanager.effect.Manifests;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.apps.Container;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.Division;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.PlacementPolicy;
import dev.skerry.schemas.apps.Resources;
import dev.skerry.schemas.apps.SpreadOver;
import dev.skerry.schemas.apps.Workload;
import dev.skerry.schemas.apps.WorkloadKind;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A document of the kind App. */
public final class AppDocument {

    private static final Map<String, SpreadOver> SPREADS =
            Map.of("none", SpreadOver.NONE, "region", SpreadOver.REGION, "site", SpreadOver.SITE);
    private static final Map<String, Division> DIVISIONS =
            Map.of("total", Division.TOTAL, "per-cluster", Division.PER_CLUSTER);
    /** Of the tools on each cluster; the platform installer asks for them. */
    private static final String PLATFORM = "platform";

    private static final int MOST_REPLICAS = 1_000_000;
    private static final int MOST_CLUSTERS = 100_000;
    private static final int HIGHEST_PORT = 65_535;
    private static final long MOST_RESOURCES = 1_000_000_000_000L;

    private AppDocument() {}

    /** The request that it is. */
    public static DeploymentRequested request(JsonNode document, String requestedBy) {
        Fields root = Kind.APP.root(document);
        Fields metadata = root.object("metadata", "tenant", "name");
        Fields spec = root.object("spec", "workload", "placement", "dns");
        Workload workload = workload(spec.object("workload", "container", "manifests", "resources"));
        Optional<Fields> dns = spec.optionalObject("dns", "name", "port", "ttlSeconds");
        if (dns.isPresent()
                && workload.getContainer() != null
                && workload.getContainer().getPorts().isEmpty()) {
            throw Problem.field(
                    "spec.workload.container.ports",
                    "a name is asked for and no port that answers",
                    "list the ports that the container listens on, or leave spec.dns out");
        }
        return DeploymentRequested.newBuilder()
                .setTenant(tenant(metadata.path("tenant"), metadata.text("tenant")))
                .setName(Syntax.label(metadata.path("name"), metadata.text("name")))
                .setWorkload(workload)
                .setPlacement(placement(spec.optionalObject(
                        "placement", "regions", "selector", "clusters", "spread", "replicas", "division")))
                .setDns(dns.map(AppDocument::dns).orElse(null))
                .setRequestedBy(requestedBy)
                .build();
    }

    private static String tenant(String path, String tenant) {
        if (tenant.equals(PLATFORM)) {
            throw Problem.field(path, "the tenant " + tenant + " is Skerry's own", "choose another tenant");
        }
        return Syntax.label(path, tenant);
    }

    private static Workload workload(Fields workload) {
        if (workload.has("container") == workload.has("manifests")) {
            throw Problem.field(
                    workload.has("container") ? workload.path("manifests") : workload.path("container"),
                    workload.has("container") ? "there is a container as well" : "there is nothing to run",
                    "give the workload either a container or manifests");
        }
        Fields resources = workload.object("resources", "cpuMillis", "memoryMiB");
        Workload.Builder builder = Workload.newBuilder()
                .setResources(Resources.newBuilder()
                        .setCpuMillis(resources.whole("cpuMillis", 1, MOST_RESOURCES))
                        .setMemoryMiB(resources.whole("memoryMiB", 1, MOST_RESOURCES))
                        .build());
        if (workload.has("container")) {
            return builder.setKind(WorkloadKind.CONTAINER)
                    .setContainer(container(workload.object("container", "image", "args", "env", "ports")))
                    .build();
        }
        return builder.setKind(WorkloadKind.MANIFESTS)
                .setManifests(manifests(workload.path("manifests"), workload.text("manifests")))
                .build();
    }

    private static Container container(Fields container) {
        return Container.newBuilder()
                .setImage(Syntax.image(container.path("image"), container.text("image")))
                .setArgs(container.texts("args", 1024, Fields.Check::any))
                .setEnv(container.texts("env", Syntax::environment, Fields.Check::any))
                .setPorts(container.integers("ports", 64, 1, HIGHEST_PORT))
                .build();
    }

    private static String manifests(String path, String text) {
        try {
            Manifests.parse(text);
            return text;
        } catch (Manifests.BadManifestException e) {
            throw Problem.field(path, e.reason(), e.remedy());
        }
    }

    private static PlacementPolicy placement(Optional<Fields> given) {
        PlacementPolicy.Builder policy = PlacementPolicy.newBuilder();
        if (given.isEmpty()) {
            return policy.build();
        }
        Fields placement = given.get();
        int clusters = placement.integer("clusters", 0, MOST_CLUSTERS, 1);
        int replicas = placement.integer("replicas", 1, MOST_REPLICAS, 1);
        Division division = placement.choice("division", DIVISIONS, Division.TOTAL);
        if (division == Division.TOTAL && replicas < clusters) {
            throw Problem.field(
                    placement.path("replicas"),
                    replicas + " replicas cannot be divided over " + clusters + " clusters",
                    "write at least " + clusters + ", or division: per-cluster");
        }
        policy.setRegions(placement.texts("regions", 1024, Syntax::region))
                .setSelector(placement.texts("selector", Syntax::labelKey, Syntax::labelValue))
                .setClusters(clusters)
                .setReplicas(replicas)
                .setDivision(division);
        placement.optionalObject("spread", "over", "min", "max").ifPresent(spread -> spread(spread, clusters, policy));
        return policy.build();
    }

    private static void spread(Fields spread, int clusters, PlacementPolicy.Builder policy) {
        SpreadOver over = spread.choice("over", SPREADS, SpreadOver.NONE);
        int least = spread.integer("min", 1, MOST_CLUSTERS, 1);
        int most = spread.integer("max", 0, MOST_CLUSTERS, 0);
        if (most != 0 && most < least) {
            throw Problem.field(
                    spread.path("max"), most + " is less than min", "write 0 for any number, or at least " + least);
        }
        if (over != SpreadOver.NONE && clusters != 0 && least > clusters) {
            throw Problem.field(
                    spread.path("min"),
                    clusters + " clusters cannot stand in " + least + " places",
                    "write at most " + clusters + ", or more clusters");
        }
        policy.setSpread(over).setSpreadMin(least).setSpreadMax(most);
    }

    private static DnsName dns(Fields dns) {
        return DnsName.newBuilder()
                .setName(Syntax.label(dns.path("name"), dns.text("name")))
                .setPort(dns.integer("port", 1, HIGHEST_PORT, 80))
                .setTtlSeconds(dns.integer("ttlSeconds", 1, 86_400, 20))
                .build();
    }
}
