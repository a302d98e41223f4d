package dev.skerry.appmanager.rest.documents;

import dev.skerry.runtime.Problem;
import dev.skerry.schemas.clusters.ClusteringRequested;
import dev.skerry.schemas.clusters.NodeRequirements;
import dev.skerry.schemas.clusters.SiteSelector;
import dev.skerry.schemas.clusters.ToolProfile;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A document of the kind Cluster: one cluster at every selected site. */
public final class ClusterDocument {

    private static final Map<String, ToolProfile> PROFILES =
            Map.of("none", ToolProfile.NONE, "standard", ToolProfile.STANDARD);
    private static final Map<String, String> ARCHITECTURES = Map.of("x86_64", "x86_64", "aarch64", "aarch64");
    private static final int MOST_WORKERS = 10_000;

    private ClusterDocument() {}

    /** The request that it is. */
    public static ClusteringRequested request(JsonNode document, String requestedBy) {
        Fields root = Kind.CLUSTER.root(document);
        Fields metadata = root.object("metadata", "name");
        Fields spec = root.object(
                "spec",
                "sites",
                "controlPlane",
                "workers",
                "requirements",
                "kubernetesVersion",
                "toolProfile",
                "labels",
                "installProfile");
        int controlPlane = spec.integer("controlPlane", 0, Integer.MAX_VALUE, 1);
        if (controlPlane != 1 && controlPlane != 3) {
            throw Problem.field(
                    spec.path("controlPlane"),
                    controlPlane + " servers are not possible",
                    "write 1, or 3 so that one may fail");
        }
        Optional<Fields> workers = spec.optionalObject("workers", "min", "max");
        int least = workers.map(w -> w.integer("min", 0, MOST_WORKERS, 0)).orElse(0);
        int most = workers.map(w -> w.integer("max", 0, MOST_WORKERS, least)).orElse(least);
        if (most < least) {
            throw Problem.field("spec.workers.max", most + " is less than min", "write at least " + least);
        }
        return ClusteringRequested.newBuilder()
                .setName(Syntax.label(metadata.path("name"), metadata.text("name")))
                .setSites(sites(spec.optionalObject("sites", "regions", "labels", "names")))
                .setControlPlane(controlPlane)
                .setWorkersMin(least)
                .setWorkersMax(most)
                .setRequirements(requirements(
                        spec.optionalObject("requirements", "architecture", "cpuCores", "memoryMiB", "hardwareClass")))
                .setKubernetesVersion(Syntax.version(spec.path("kubernetesVersion"), spec.text("kubernetesVersion")))
                .setToolProfile(spec.choice("toolProfile", PROFILES, ToolProfile.NONE))
                .setLabels(spec.texts("labels", Syntax::ownLabelKey, Syntax::labelValue))
                .setRequestedBy(requestedBy)
                .setInstallProfile(
                        spec.has("installProfile")
                                ? Syntax.label(spec.path("installProfile"), spec.text("installProfile"))
                                : "")
                .build();
    }

    private static SiteSelector sites(Optional<Fields> given) {
        SiteSelector.Builder selector = SiteSelector.newBuilder();
        given.ifPresent(sites -> selector.setRegions(sites.texts("regions", 1024, Syntax::region))
                .setLabels(sites.texts("labels", Syntax::labelKey, Syntax::labelValue))
                .setSites(sites.texts("names", 10_000, Syntax::label)));
        return selector.build();
    }

    private static NodeRequirements requirements(Optional<Fields> given) {
        NodeRequirements.Builder requirements = NodeRequirements.newBuilder();
        given.ifPresent(least -> requirements
                .setArchitecture(
                        least.text("architecture", "").isEmpty() ? "" : least.choice("architecture", ARCHITECTURES))
                .setCpuCores(least.integer("cpuCores", 0, 1 << 20, 0))
                .setMemoryMiB(least.whole("memoryMiB", 0, 1L << 40, 0))
                .setHardwareClass(
                        least.has("hardwareClass")
                                ? Syntax.label(least.path("hardwareClass"), least.text("hardwareClass"))
                                : ""));
        return requirements.build();
    }
}
