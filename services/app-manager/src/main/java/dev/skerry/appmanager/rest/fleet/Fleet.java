package dev.skerry.appmanager.rest.fleet;

import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.ReadModels;
import dev.skerry.schemas.apps.AppState;
import dev.skerry.schemas.apps.ClusterStatus;
import dev.skerry.schemas.apps.PlacementState;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.ClusteringState;
import dev.skerry.schemas.clusters.InstallProfileState;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.inventory.HardwareClassState;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.inventory.SiteState;
import java.util.List;

/** All that people can see, from the {@code state} topics. */
public record Fleet(
        View<SiteState> sites,
        View<MachineState> machines,
        View<ClusteringState> clusterings,
        View<InstallProfileState> installProfiles,
        View<HardwareClassState> hardwareClasses,
        View<ClusterState> clusters,
        View<AppState> apps,
        View<PlacementState> placements,
        View<RecordState> names,
        View<ClusterStatus> statuses) {

    /** Must be called while the application is wired. */
    public static Fleet of(ReadModels models) {
        return new Fleet(
                new View<>("site", models.of(Topics.SITE_STATE, SiteState.class), SiteState::getSite),
                new View<>("machine", models.of(Topics.MACHINE_STATE, MachineState.class), MachineState::getMachineId),
                new View<>(
                        "clustering",
                        models.of(Topics.CLUSTERING_STATE, ClusteringState.class),
                        each -> each.getRequest().getName()),
                new View<>(
                        "install profile",
                        models.of(Topics.INSTALL_PROFILE_STATE, InstallProfileState.class),
                        each -> each.getProfile().getName()),
                new View<>(
                        "hardware class",
                        models.of(Topics.HARDWARE_CLASS_STATE, HardwareClassState.class),
                        HardwareClassState::getName),
                new View<>("cluster", models.of(Topics.CLUSTER_STATE, ClusterState.class), ClusterState::getClusterId),
                new View<>("app", models.of(Topics.APP_STATE, AppState.class), AppState::getApp),
                new View<>(
                        "placement",
                        models.of(Topics.PLACEMENT_STATE, PlacementState.class),
                        each -> each.getApp() + "@" + each.getClusterId()),
                new View<>("record", models.of(Topics.RECORD_STATE, RecordState.class), RecordState::getName),
                new View<>(
                        "cluster", models.of(Topics.CLUSTER_STATUS, ClusterStatus.class), ClusterStatus::getClusterId));
    }

    /** Whether everything that was there when the service started has been read. */
    public boolean caughtUp() {
        return List.of(
                        sites,
                        machines,
                        clusterings,
                        installProfiles,
                        hardwareClasses,
                        clusters,
                        apps,
                        placements,
                        names,
                        statuses)
                .stream()
                .allMatch(view -> view.model().caughtUp());
    }
}
