package dev.skerry.platforminstaller.wire;

import dev.skerry.platforminstaller.domain.Clustering;
import dev.skerry.platforminstaller.domain.Clustering.Requirements;
import dev.skerry.platforminstaller.domain.FleetSite;
import dev.skerry.platforminstaller.domain.SiteSelector;
import dev.skerry.schemas.clusters.ClusteringRequested;
import dev.skerry.schemas.clusters.NodeRequirements;
import dev.skerry.schemas.clusters.ToolProfile;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.SiteRegistered;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What both deciders' records are made of. Maps are written in order, so that the same state gives the same bytes. */
final class Parts {

    private Parts() {}

    static Clustering clustering(ClusteringRequested record) {
        return new Clustering(
                record.getName(),
                new SiteSelector(
                        record.getSites().getRegions(),
                        record.getSites().getLabels(),
                        record.getSites().getSites()),
                record.getControlPlane(),
                record.getWorkersMin(),
                record.getWorkersMax(),
                new Requirements(
                        record.getRequirements().getArchitecture(),
                        record.getRequirements().getCpuCores(),
                        record.getRequirements().getMemoryMiB(),
                        record.getRequirements().getHardwareClass()),
                record.getKubernetesVersion(),
                Clustering.ToolProfile.valueOf(record.getToolProfile().name()),
                record.getLabels(),
                record.getRequestedBy(),
                record.getInstallProfile());
    }

    static ClusteringRequested clustering(Clustering clustering) {
        SiteSelector sites = clustering.sites();
        Requirements requirements = clustering.requirements();
        return new ClusteringRequested(
                clustering.name(),
                new dev.skerry.schemas.clusters.SiteSelector(sites.regions(), ordered(sites.labels()), sites.names()),
                clustering.controlPlane(),
                clustering.workersMin(),
                clustering.workersMax(),
                new NodeRequirements(
                        requirements.architecture(),
                        requirements.cpuCores(),
                        requirements.memoryMiB(),
                        requirements.hardwareClass()),
                clustering.kubernetesVersion(),
                ToolProfile.valueOf(clustering.toolProfile().name()),
                ordered(clustering.labels()),
                clustering.requestedBy(),
                clustering.installProfile());
    }

    static FleetSite site(SiteRegistered record) {
        return new FleetSite(
                record.getSite(),
                record.getRegion(),
                record.getLatitude(),
                record.getLongitude(),
                record.getLabels(),
                record.getRegisteredAt());
    }

    /** A site as this service keeps it and hands it to its own site planner: what clusters do not depend on is left out. */
    static SiteRegistered site(FleetSite site) {
        return new SiteRegistered(
                site.name(),
                "",
                site.latitude(),
                site.longitude(),
                site.region(),
                ordered(site.labels()),
                List.of(),
                Approval.MANUAL,
                site.registeredAt());
    }

    static Map<String, String> ordered(Map<String, String> map) {
        return new TreeMap<>(map);
    }
}
