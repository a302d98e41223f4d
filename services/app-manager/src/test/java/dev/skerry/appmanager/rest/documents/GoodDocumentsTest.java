package dev.skerry.appmanager.rest.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.effect.YamlTrees;
import dev.skerry.appmanager.rest.TrustedSchemas;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.Division;
import dev.skerry.schemas.apps.SpreadOver;
import dev.skerry.schemas.apps.WorkloadKind;
import dev.skerry.schemas.clusters.ClusteringRequested;
import dev.skerry.schemas.clusters.DiskSelector;
import dev.skerry.schemas.clusters.InstallProfileRequested;
import dev.skerry.schemas.clusters.ToolProfile;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.BootMode;
import dev.skerry.schemas.inventory.BootSource;
import dev.skerry.schemas.inventory.HardwareClassRequested;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.SiteRequested;
import dev.skerry.schemas.inventory.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GoodDocumentsTest {

    static {
        TrustedSchemas.trust();
    }

    @Test
    void whatTheProtocolShowsIsTaken() throws Exception {
        String protocols = Files.readString(Path.of("../../docs/protocols.md"));
        Matcher block = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(protocols);
        assertThat(block.find()).isTrue();
        List<JsonNode> documents = YamlTrees.parse(block.group(1));

        SiteRequested site = SiteDocument.request(documents.get(0));
        assertThat(site.getSite()).isEqualTo("copenhagen");
        assertThat(site.getLatitude()).isEqualTo(55.6761);
        assertThat(site.getApproval()).isEqualTo(Approval.AUTOMATIC);
        assertThat(site.getClientPrefixes()).containsExactly("10.1.0.0/16", "2001:db8:1::/48");

        MachineAnnounced machine = MachineDocument.announcement(documents.get(1), Source.FILE);
        assertThat(machine.getName()).isEqualTo("cph-1");
        assertThat(machine.getSource()).isEqualTo(Source.FILE);
        assertThat(machine.getBmc().getProtocol()).isEqualTo(BmcProtocol.REDFISH);
        assertThat(machine.getBmc().getCredentialsRef()).isEqualTo("sim");
        assertThat(machine.getBmc().getBoot()).isEqualTo(BootSource.VIRTUAL_MEDIA);
        assertThat(machine.getBmc().getBootMode()).isEqualTo(BootMode.UEFI);

        ClusteringRequested cluster = ClusterDocument.request(documents.get(2), "me");
        assertThat(cluster.getSites().getRegions()).containsExactly("emea");
        assertThat(cluster.getWorkersMax()).isEqualTo(3);
        assertThat(cluster.getToolProfile()).isEqualTo(ToolProfile.STANDARD);
        assertThat(cluster.getRequirements().getMemoryMiB()).isEqualTo(8192);

        DeploymentRequested app = AppDocument.request(documents.get(3), "me");
        assertThat(app.getWorkload().getKind()).isEqualTo(WorkloadKind.CONTAINER);
        assertThat(app.getWorkload().getResources().getCpuMillis()).isEqualTo(500);
        assertThat(app.getPlacement().getSpread()).isEqualTo(SpreadOver.SITE);
        assertThat(app.getPlacement().getDivision()).isEqualTo(Division.TOTAL);
        assertThat(app.getPlacement().getSelector()).isEqualTo(Map.of("tier", "edge"));
        assertThat(app.getDns().getTtlSeconds()).isEqualTo(20);

        InstallProfileRequested profile = InstallProfileDocument.request(documents.get(4), "me");
        assertThat(profile.getName()).isEqualTo(cluster.getInstallProfile()).isEqualTo("edge");
        assertThat(profile.getArchitecture()).isEqualTo("x86_64");
        assertThat(profile.getKernel()).isEqualTo("edge/vmlinuz");
        assertThat(profile.getImage()).isEqualTo("edge/disk.raw.gz");
        assertThat(profile.getImageSha256()).startsWith("ba7816bf");
        assertThat(profile.getDisk()).isEqualTo(new DiskSelector("", "", "", 64_000_000_000L, 0L, false));
        assertThat(profile.getUserData()).isEqualTo("packages: [chrony]\n");

        HardwareClassRequested kind = HardwareClassDocument.request(documents.get(5), "me");
        assertThat(kind.getName())
                .isEqualTo(cluster.getRequirements().getHardwareClass())
                .isEqualTo("flash");
        assertThat(documents).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sites", "machines", "profiles", "classes", "clusters", "apps"})
    void theSamplesAreTaken(String file) throws Exception {
        List<JsonNode> documents = YamlTrees.parse(Files.readString(Path.of("../../samples/" + file + ".yaml")));
        assertThat(documents).isNotEmpty().allSatisfy(document -> {
            switch (document.path("kind").stringValue()) {
                case "Site" ->
                    assertThat(SiteDocument.request(document).getRegion()).isNotEmpty();
                case "Machine" ->
                    assertThat(MachineDocument.announcement(document, Source.FILE)
                                    .getMacs())
                            .isNotEmpty();
                case "HardwareClass" ->
                    assertThat(HardwareClassDocument.request(document, "me").getRule())
                            .isNotEmpty();
                case "InstallProfile" ->
                    assertThat(InstallProfileDocument.request(document, "me").getImage())
                            .isNotEmpty();
                case "Cluster" ->
                    assertThat(ClusterDocument.request(document, "me").getName())
                            .isNotEmpty();
                default ->
                    assertThat(AppDocument.request(document, "me").getName()).isNotEmpty();
            }
        });
    }

    @Test
    void aMachineWithoutPowerControlIsAskedForByAPerson() {
        MachineAnnounced manual = MachineDocument.announcement(BadDocumentsTest.parse("""
                {"apiVersion": "skerry.dev/v1", "kind": "Machine",
                 "spec": {"site": "a", "macs": ["52-54-00-AA-01-01"], "bmc": {"protocol": "manual"}}}
                """), Source.API);
        assertThat(manual.getBmc().getProtocol()).isEqualTo(BmcProtocol.NONE);
        assertThat(manual.getBmc().getManual()).isTrue();
        MachineAnnounced wakeOnLan = MachineDocument.announcement(BadDocumentsTest.parse("""
                {"apiVersion": "skerry.dev/v1", "kind": "Machine",
                 "spec": {"site": "a", "macs": ["52-54-00-AA-01-01"], "bmc": {"protocol": "none"}}}
                """), Source.API);
        assertThat(wakeOnLan.getBmc().getManual()).isFalse();
    }

    @Test
    void whatMayBeLeftOutIs() {
        MachineAnnounced machine = MachineDocument.announcement(BadDocumentsTest.parse("""
                {"apiVersion": "skerry.dev/v1", "kind": "Machine", "spec": {"site": "a", "macs": ["52-54-00-AA-01-01"]}}
                """), Source.API);
        assertThat(machine.getName()).isEmpty();
        assertThat(machine.getBmc()).isNull();
        assertThat(machine.getMacs()).containsExactly("52:54:00:aa:01:01");

        DeploymentRequested app = AppDocument.request(BadDocumentsTest.parse("""
                apiVersion: skerry.dev/v1
                kind: App
                metadata: {tenant: acme, name: tools}
                spec:
                  workload:
                    manifests: |
                      apiVersion: v1
                      kind: ConfigMap
                      metadata: {name: settings}
                    resources: {cpuMillis: 1, memoryMiB: 1}
                """), "me");
        assertThat(app.getWorkload().getKind()).isEqualTo(WorkloadKind.MANIFESTS);
        assertThat(app.getPlacement().getClusters()).isEqualTo(1);
        assertThat(app.getDns()).isNull();
    }

    @Test
    void nearestNames() {
        List<String> names = List.of("latitude", "longitude", "labels");
        assertThat(Nearest.to("latitud", names)).contains("latitude");
        assertThat(Nearest.to("LABELS", names)).contains("labels");
        assertThat(Nearest.to("altitude", names)).contains("latitude");
        assertThat(Nearest.to("macs", names)).isEmpty();
    }
}
