package dev.skerry.platforminstaller;

import dev.skerry.platforminstaller.domain.Clustering;
import dev.skerry.platforminstaller.domain.Clustering.Requirements;
import dev.skerry.platforminstaller.domain.Clustering.ToolProfile;
import dev.skerry.platforminstaller.domain.FleetSite;
import dev.skerry.platforminstaller.domain.InstallProfile;
import dev.skerry.platforminstaller.domain.ProfileInForce;
import dev.skerry.platforminstaller.domain.SiteInput;
import dev.skerry.platforminstaller.domain.SiteSelector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tests begin with. */
public final class Given {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final String SITE = "copenhagen";
    public static final Requirements ANY = new Requirements("", 0, 0);

    private Given() {}

    public static FleetSite site(String name, String region, Map<String, String> labels) {
        return new FleetSite(name, region, 55.6761, 12.5683, labels, START);
    }

    public static FleetSite copenhagen() {
        return site(SITE, "emea/dk/copenhagen", Map.of("tier", "edge"));
    }

    public static Clustering clustering(String name, int controlPlane, int workersMin, int workersMax) {
        return clustering(name, controlPlane, workersMin, workersMax, ANY, ToolProfile.NONE);
    }

    public static Clustering clustering(
            String name, int controlPlane, int min, int max, Requirements requirements, ToolProfile tools) {
        return clustering(name, everywhere(), controlPlane, min, max, requirements, tools);
    }

    public static Clustering clustering(
            String name,
            SiteSelector sites,
            int controlPlane,
            int min,
            int max,
            Requirements requirements,
            ToolProfile tools) {
        return new Clustering(
                name,
                sites,
                controlPlane,
                min,
                max,
                requirements,
                "v1.36.3+k3s1",
                tools,
                Map.of("fleet", "test"),
                "",
                "");
    }

    /** A clustering of one server whose machines are installed with a profile of that name. */
    public static Clustering installedBy(String profile, String architecture, int min) {
        return new Clustering(
                "small",
                everywhere(),
                1,
                min,
                min,
                new Requirements(architecture, 0, 0),
                "v1.36.3+k3s1",
                ToolProfile.NONE,
                Map.of(),
                "",
                profile);
    }

    public static InstallProfile profile(String name, String architecture, String userData) {
        return new InstallProfile(
                name,
                architecture,
                "",
                "",
                name + "/disk.raw.gz",
                "",
                new InstallProfile.DiskSelector("", "", "", 64_000_000_000L, 0, Optional.of(false)),
                userData,
                "");
    }

    public static ProfileInForce inForce(InstallProfile profile, int version) {
        return new ProfileInForce(profile, version, START.plusSeconds(version));
    }

    public static SiteSelector everywhere() {
        return new SiteSelector(List.of(), Map.of(), List.of());
    }

    public static SiteInput.ClusterWanted wanted(Clustering clustering) {
        return wanted(clustering, Optional.empty());
    }

    public static SiteInput.ClusterWanted wanted(Clustering clustering, Optional<ProfileInForce> profile) {
        return new SiteInput.ClusterWanted(clustering.clusterAt(SITE), clustering, copenhagen(), profile);
    }

    /** A machine whose id is m- and its name. */
    public static SiteInput.MachineOffered offered(String name, String architecture, int cores, long memoryMiB) {
        return new SiteInput.MachineOffered("m-" + name, name, architecture, cores, memoryMiB, Optional.empty());
    }

    public static SiteInput.MachineOffered offered(String name) {
        return offered(name, "x86_64", 4, 8192);
    }
}
