package dev.skerry.platforminstaller.wire;

import dev.skerry.platforminstaller.domain.InstallProfile;
import dev.skerry.platforminstaller.domain.ProfileInForce;
import dev.skerry.platforminstaller.domain.Profiles;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.DiskSelector;
import dev.skerry.schemas.clusters.InstallProfileRequested;
import dev.skerry.schemas.clusters.InstallProfileState;
import dev.skerry.schemas.inventory.InstallOrder;
import dev.skerry.schemas.inventory.ProfileVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Install profiles in Avro. */
final class ProfileRecords {

    private ProfileRecords() {}

    static InstallProfile profile(InstallProfileRequested record) {
        DiskSelector disk = record.getDisk();
        return new InstallProfile(
                record.getName(),
                record.getArchitecture(),
                record.getKernel(),
                record.getInitrd(),
                record.getImage(),
                record.getImageSha256(),
                new InstallProfile.DiskSelector(
                        disk.getSerial(),
                        disk.getName(),
                        disk.getWwn(),
                        disk.getMinBytes(),
                        disk.getMaxBytes(),
                        Optional.ofNullable(disk.getRotational())),
                record.getUserData(),
                record.getRequestedBy());
    }

    static InstallProfileState state(ProfileInForce inForce) {
        InstallProfile profile = inForce.profile();
        InstallProfile.DiskSelector disk = profile.disk();
        return new InstallProfileState(
                new InstallProfileRequested(
                        profile.name(),
                        profile.architecture(),
                        profile.kernel(),
                        profile.initrd(),
                        profile.image(),
                        profile.imageSha256(),
                        new DiskSelector(
                                disk.serial(),
                                disk.name(),
                                disk.wwn(),
                                disk.minBytes(),
                                disk.maxBytes(),
                                disk.rotational().orElse(null)),
                        profile.userData(),
                        profile.requestedBy()),
                inForce.version(),
                inForce.changedAt());
    }

    static @Nullable InstallProfileState state(Optional<ProfileInForce> inForce) {
        return inForce.map(ProfileRecords::state).orElse(null);
    }

    static ProfileInForce inForce(InstallProfileState state) {
        return new ProfileInForce(profile(state.getProfile()), state.getVersion(), state.getChangedAt());
    }

    static Optional<ProfileInForce> optional(@Nullable InstallProfileState state) {
        return Optional.ofNullable(state).map(ProfileRecords::inForce);
    }

    static Profiles profiles(ClusterState state) {
        return new Profiles(
                optional(state.getInstallProfile()),
                state.getEarlierInstallProfiles().stream()
                        .map(ProfileRecords::inForce)
                        .toList());
    }

    /** What the provisioner has to know of it. */
    static @Nullable InstallOrder order(Optional<ProfileInForce> inForce) {
        return inForce.map(it -> new InstallOrder(
                        version(it.id()),
                        it.profile().kernel(),
                        it.profile().initrd(),
                        it.profile().image(),
                        it.profile().imageSha256(),
                        it.profile().disk().text()))
                .orElse(null);
    }

    static ProfileVersion version(InstallProfile.Version version) {
        return new ProfileVersion(version.name(), version.version());
    }

    static Optional<InstallProfile.Version> version(@Nullable ProfileVersion version) {
        return Optional.ofNullable(version).map(it -> new InstallProfile.Version(it.getName(), it.getVersion()));
    }
}
