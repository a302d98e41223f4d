package dev.skerry.simulation;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.apps.Container;
import dev.skerry.schemas.apps.DeploymentRemovalRequested;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.Division;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.PlacementPolicy;
import dev.skerry.schemas.apps.Resources;
import dev.skerry.schemas.apps.Workload;
import dev.skerry.schemas.apps.WorkloadKind;
import dev.skerry.schemas.clusters.ClusteringRequested;
import dev.skerry.schemas.clusters.NodeRequirements;
import dev.skerry.schemas.clusters.SiteSelector;
import dev.skerry.schemas.clusters.ToolProfile;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.MachineApprovalRequested;
import dev.skerry.schemas.inventory.MachineRejectionRequested;
import dev.skerry.schemas.inventory.SiteRequested;
import dev.skerry.schemas.inventory.Source;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Requests by chance, most of them sensible. */
final class Requests {

    private final Chance chance;

    Requests(Chance chance) {
        this.chance = chance;
    }

    SiteRequested site(String name) {
        int number = name.charAt(1) - '0';
        return new SiteRequested(
                name,
                "",
                50.0 + number,
                10.0 + number,
                "emea/" + name,
                Map.of("tier", chance.of(900) ? "edge" : "core"),
                List.of("10." + number + ".0.0/16"),
                chance.of(900) ? Approval.AUTOMATIC : Approval.MANUAL);
    }

    MachineAnnounced machine(List<String> macs, String site, String name, Machine.Power power, Source source) {
        @Nullable
        Bmc bmc = switch (power) {
            case CONTROLLER ->
                new Bmc(
                        BmcProtocol.REDFISH,
                        "http://bmc/" + macs.getFirst().replace(":", ""),
                        "sim",
                        false,
                        null,
                        null);
            case PERSON -> new Bmc(BmcProtocol.NONE, "", null, true, null, null);
            case NOBODY -> null;
        };
        return new MachineAnnounced(macs.stream().distinct().toList(), site, name, source, bmc, Map.of());
    }

    MachineApprovalRequested approval(String machine) {
        return new MachineApprovalRequested(machine, "a person");
    }

    MachineRejectionRequested rejection(String machine) {
        return new MachineRejectionRequested(machine, "unknown", "a person");
    }

    ClusteringRequested clustering(String name) {
        int workersMin = chance.between(0, 1);
        return new ClusteringRequested(
                name,
                new SiteSelector(List.of(), Map.of(), List.of()),
                chance.of(850) ? 1 : 3,
                workersMin,
                workersMin + chance.between(0, 2),
                new NodeRequirements("", chance.of(800) ? 4 : 2, 1_024L, ""),
                "v1.36.3+k3s1",
                chance.of(800) ? ToolProfile.NONE : ToolProfile.STANDARD,
                Map.of(),
                "a person",
                "");
    }

    DeploymentRequested app(String name) {
        int clusters = chance.between(0, 2);
        int replicas = Math.max(1, clusters) * chance.between(1, 3);
        boolean named = chance.of(800);
        return new DeploymentRequested(
                "acme",
                name,
                new Workload(
                        WorkloadKind.CONTAINER,
                        new Container("image:" + chance.between(1, 3), List.of(), Map.of(), List.of(8080)),
                        null,
                        new Resources(chance.oneOf(List.of(100L, 1_000L, 3_000L)), 256L, 1)),
                new PlacementPolicy(
                        chance.of(700) ? List.of() : List.of("emea/s" + chance.between(0, 1)),
                        chance.of(800) ? Map.of() : Map.of("tier", "edge"),
                        clusters,
                        dev.skerry.schemas.apps.SpreadOver.NONE,
                        1,
                        0,
                        replicas,
                        chance.of(600) ? Division.TOTAL : Division.PER_CLUSTER,
                        false),
                named ? new DnsName(chance.of(900) ? name : "shared", 80, chance.oneOf(List.of(0, 5, 20, 40))) : null,
                "a person");
    }

    DeploymentRemovalRequested removal(String name) {
        return new DeploymentRemovalRequested("acme", name, "a person");
    }

    /** A request that makes no sense. */
    SpecificRecord bad() {
        return switch (chance.between(0, 4)) {
            case 0 ->
                new DeploymentRequested(
                        "Not A Label",
                        "x",
                        app("shop").getWorkload(),
                        app("shop").getPlacement(),
                        null,
                        "");
            case 1 -> machine(List.of("not a mac"), "s0", "x", Machine.Power.NOBODY, Source.API);
            case 2 -> new MachineReleaseRequested("bad", "nobody knows it", "");
            case 3 ->
                ClusteringRequested.newBuilder(clustering("other"))
                        .setControlPlane(2)
                        .build();
            default -> SiteRequested.newBuilder(site("s0")).setLatitude(500).build();
        };
    }

    Topic topicOf(SpecificRecord request) {
        return switch (request) {
            case DeploymentRequested _ -> Topics.DEPLOYMENT_REQUESTS;
            case MachineAnnounced _ -> Topics.MACHINE_REQUESTS;
            case MachineReleaseRequested _ -> Topics.PROVISIONING_REQUESTS;
            case ClusteringRequested _ -> Topics.CLUSTERING_REQUESTS;
            default -> Topics.SITE_REQUESTS;
        };
    }

    /** The service and its decider that a request is for. */
    String consumerOf(SpecificRecord request) {
        return switch (request) {
            case DeploymentRequested _ -> "app-manager/fleet";
            case MachineReleaseRequested _ -> "provisioner/machines";
            case ClusteringRequested _ -> "platform-installer/clusterings";
            default -> "inventory/inventory";
        };
    }
}
