package dev.skerry.platforminstaller.domain;

import static dev.skerry.platforminstaller.Given.inForce;
import static dev.skerry.platforminstaller.Given.installedBy;
import static dev.skerry.platforminstaller.Given.offered;
import static dev.skerry.platforminstaller.Given.profile;
import static dev.skerry.platforminstaller.Given.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.platforminstaller.SiteRun;
import dev.skerry.platforminstaller.domain.InstallProfile.DiskSelector;
import dev.skerry.platforminstaller.domain.SiteEvent.NodeAssigned;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstallProfileTest {

    private final SiteRun run = new SiteRun();
    private final ProfileInForce first = inForce(profile("edge", "x86_64", ""), 1);
    private final ProfileInForce second = inForce(profile("edge", "x86_64", "packages: [chrony]"), 2);

    @AfterEach
    void stateIsWhatWasWritten() {
        run.checkMemory();
    }

    @Test
    void aClusterWaitsForTheProfileThatItNames() {
        run.tell(offered("a"));
        run.tell(wanted(installedBy("edge", "", 0)));
        assertThat(run.assigned()).isEmpty();
        assertThat(run.cluster("small").reason())
                .contains("there is no install profile edge: apply one (kind InstallProfile)");

        run.tell(wanted(installedBy("edge", "", 0), Optional.of(first)));
        assertThat(assignments()).extracting(NodeAssigned::profile).containsExactly(Optional.of(first));
        assertThat(run.cluster("small").reason()).isEmpty();
    }

    @Test
    void aProfileOfAnotherArchitectureIsNotInstalled() {
        run.tell(offered("a"));
        ProfileInForce arm = inForce(profile("edge", "aarch64", ""), 1);
        run.tell(wanted(installedBy("edge", "x86_64", 0), Optional.of(arm)));
        assertThat(run.assigned()).isEmpty();
        assertThat(run.cluster("small").reason())
                .isEqualTo("the install profile edge is for aarch64 but the cluster's machines are x86_64: let the"
                        + " cluster's installProfile name one for x86_64");

        run.tell(wanted(installedBy("edge", "", 0), Optional.of(arm)));
        assertThat(run.assigned()).as("of any, one that it is for").isEmpty();
        assertThat(run.cluster("small").reason()).contains("a is x86_64");
        run.tell(offered("b", "aarch64", 4, 8192));
        assertThat(run.assigned()).containsExactly("b FIRST_SERVER");
    }

    @Test
    void aChangeIsForTheNextInstallation() {
        run.tell(offered("a"));
        run.tell(offered("b"));
        run.tell(wanted(installedBy("edge", "", 1), Optional.of(first)));
        run.install("a");
        String nonce = run.begin("b");
        assertThat(run.node("b").profile()).contains(first.id());

        run.tell(wanted(installedBy("edge", "", 1), Optional.of(second)));
        assertThat(assignments().subList(2, 4))
                .extracting(NodeAssigned::profile)
                .containsOnly(Optional.of(second));
        assertThat(run.node("b").profile())
                .as("the attempt keeps what it began with")
                .contains(first.id());
        assertThat(run.cluster("small").profiles().find(first.id())).contains(first);
        run.tell(wanted(installedBy("edge", "", 1), Optional.of(second)));
        assertThat(assignments()).as("once").hasSize(4);

        for (int version = 3; version < 12; version++) {
            run.tell(wanted(installedBy("edge", "", 1), Optional.of(inForce(second.profile(), version))));
        }
        assertThat(run.cluster("small").profiles().find(first.id())).contains(first);
        run.claim("b", nonce, "claim");
        run.join("b", nonce);
        run.tell(wanted(installedBy("edge", "", 1), Optional.of(inForce(second.profile(), 12))));
        assertThat(run.cluster("small").profiles().earlier()).hasSize(Profiles.LEAST_KEPT);
    }

    @Test
    void aPlannedNodeGoesOnWhenItsClusterNamesWhatIsNotThere() {
        run.tell(offered("a"));
        run.tell(offered("b"));
        run.tell(wanted(installedBy("edge", "", 1), Optional.of(first)));
        run.tell(wanted(installedBy("other", "", 1)));
        run.install("a");
        assertThat(assignments().getLast().name()).isEqualTo("b");
        assertThat(assignments().getLast().profile()).contains(first);
    }

    @Test
    void whatIsWrongIsNamed() {
        refused("name", new InstallProfile("Edge", "", "", "", "image", "", any(), "", ""), Map.of());
        refused("architecture", new InstallProfile("e", "arm64", "", "", "image", "", any(), "", ""), Map.of());
        refused("kernel", new InstallProfile("e", "", "/vmlinuz", "", "image", "", any(), "", ""), Map.of());
        refused("initrd", new InstallProfile("e", "", "", "a/../b", "image", "", any(), "", ""), Map.of());
        for (String image : List.of("", "../image", "a b", "ftp://h/i", "https://u:p@h/i", "https://h/${x}", "a||b")) {
            refused("image", new InstallProfile("e", "", "", "", image, "", any(), "", ""), Map.of());
        }
        refused("imageSha256", new InstallProfile("e", "", "", "", "https://h/i", "", any(), "", ""), Map.of());
        refused("imageSha256", new InstallProfile("e", "", "", "", "image", "abc", any(), "", ""), Map.of());
        refused("disk.serial", with(new DiskSelector("a,b", "", "", 0, 0, Optional.empty())), Map.of());
        refused("disk.wwn", with(new DiskSelector("", "", "a b", 0, 0, Optional.empty())), Map.of());
        refused("disk.minBytes", with(new DiskSelector("", "", "", -1, 0, Optional.empty())), Map.of());
        refused("disk.maxBytes", with(new DiskSelector("", "", "", 2, 1, Optional.empty())), Map.of());
        refused("userData.hostname", with(any()), Map.of("hostname", "x"));
        refused("userData.phone_home", with(any()), Map.of("phone_home", Map.of()));
        refused("userData.runcmd", with(any()), Map.of("runcmd", "reboot"));
        refused("userData.write_files", with(any()), Map.of("write_files", Map.of()));
        for (String path : List.of(
                "", "etc/motd", "/etc/skerry/ca.pem", "/etc/../etc/skerry/x", "/etc//rancher", "/etc/./rancher")) {
            refused("userData.write_files[0].path", with(any()), Map.of("write_files", List.of(Map.of("path", path))));
        }
        String hash = "a".repeat(64);
        assertThat(InstallProfileRules.check(
                        new InstallProfile(
                                "e",
                                "aarch64",
                                "a/vmlinuz",
                                "a/initrd",
                                "https://10.0.0.1:8/a/b?c=d&e",
                                hash,
                                any(),
                                "",
                                ""),
                        Map.of("packages", List.of("chrony"), "write_files", List.of(Map.of("path", "/etc/motd")))))
                .isEmpty();
        assertThat(InstallProfileRules.check(
                        new InstallProfile("e", "", "", "", "image", "", any(), "x".repeat(20_000), ""), Map.of()))
                .extracting(FleetEvent.Refused::field)
                .containsExactly("userData");
    }

    @Test
    void aDiskIsSelectedAsTheRamdiskTakesIt() {
        assertThat(any().text()).isEmpty();
        assertThat(new DiskSelector("S1", "sda", "naa.5", 1, 2, Optional.of(true)).text())
                .isEqualTo("serial=S1,name=sda,wwn=naa.5,min-bytes=1,max-bytes=2,rotational=true");
    }

    private static DiskSelector any() {
        return new DiskSelector("", "", "", 0, 0, Optional.empty());
    }

    private static InstallProfile with(DiskSelector disk) {
        return new InstallProfile("e", "", "", "", "image", "", disk, "", "");
    }

    private static void refused(String field, InstallProfile profile, Map<String, Object> userData) {
        assertThat(InstallProfileRules.check(profile, userData))
                .as("%s %s", profile, userData)
                .extracting(FleetEvent.Refused::field)
                .contains(field);
    }

    private List<NodeAssigned> assignments() {
        return run.history().stream()
                .filter(NodeAssigned.class::isInstance)
                .map(NodeAssigned.class::cast)
                .toList();
    }
}
