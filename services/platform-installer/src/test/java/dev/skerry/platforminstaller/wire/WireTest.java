package dev.skerry.platforminstaller.wire;

import static dev.skerry.platforminstaller.Given.START;
import static dev.skerry.platforminstaller.Given.copenhagen;
import static dev.skerry.platforminstaller.Given.everywhere;
import static dev.skerry.platforminstaller.Given.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.platforminstaller.Avro;
import dev.skerry.platforminstaller.Given;
import dev.skerry.platforminstaller.domain.Clustering;
import dev.skerry.platforminstaller.domain.Clustering.Requirements;
import dev.skerry.platforminstaller.domain.Clustering.ToolProfile;
import dev.skerry.platforminstaller.domain.ClusteringDecider;
import dev.skerry.platforminstaller.domain.Fleet;
import dev.skerry.platforminstaller.domain.FleetEvent;
import dev.skerry.platforminstaller.domain.FleetInput;
import dev.skerry.platforminstaller.domain.FleetSite;
import dev.skerry.platforminstaller.domain.InstallProfile;
import dev.skerry.platforminstaller.domain.ProfileInForce;
import dev.skerry.platforminstaller.domain.SiteInput;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.Division;
import dev.skerry.schemas.apps.WorkloadAvailable;
import dev.skerry.schemas.apps.WorkloadKind;
import dev.skerry.schemas.clusters.ClusterRequested;
import dev.skerry.schemas.clusters.InstallProfileRequested;
import dev.skerry.schemas.clusters.InstallProfileState;
import dev.skerry.schemas.clusters.NodeJoinObserved;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.Facts;
import dev.skerry.schemas.inventory.InstallOrder;
import dev.skerry.schemas.inventory.ProfileVersion;
import dev.skerry.schemas.inventory.SiteRegistered;
import dev.skerry.schemas.provisioning.AttemptFailed;
import dev.skerry.schemas.provisioning.InspectionStarted;
import dev.skerry.schemas.provisioning.MachineAvailable;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class WireTest {

    private static final Clustering SMALL = new Clustering(
            "small",
            everywhere(),
            1,
            1,
            3,
            new Requirements("x86_64", 4, 8192),
            "v1.36.3+k3s1",
            ToolProfile.STANDARD,
            Map.of("b", "2", "a", "1"),
            "someone",
            "edge");

    private final FleetWire wire = new FleetWire();
    private final SiteWire siteWire = new SiteWire();
    private final ClusteringDecider decider = new ClusteringDecider();
    private final Map<String, SpecificRecord> entries = new LinkedHashMap<>();
    private final List<SpecificRecord> published = new ArrayList<>();
    private Fleet fleet = decider.initial("fleet");

    @Test
    void theFleetIsWhatItsEntriesRestore() {
        tell(Parts.site(copenhagen()));
        tell(Parts.clustering(SMALL));
        tell(Parts.site(site("aarhus", "emea/dk/aarhus", Map.of())));
        tell(Parts.site(site("copenhagen", "emea/dk/copenhagen", Map.of("tier", "core"))));
        assertThat(entries.keySet()).containsExactlyInAnyOrder("site/copenhagen", "site/aarhus", "clustering/small");
        assertThat(wire.restored("fleet", List.copyOf(entries.values()))).isEqualTo(fleet);
        assertThat(fleet.clustering("small").orElseThrow().plannedSites()).containsExactly("aarhus", "copenhagen");
    }

    @Test
    void whatTheFleetAsksForIsWhatASiteIsTold() {
        tell(Parts.site(copenhagen()));
        tell(Parts.clustering(SMALL));
        ClusterRequested requested = published.stream()
                .filter(ClusterRequested.class::isInstance)
                .map(ClusterRequested.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(requested.getClusterId()).isEqualTo("small.copenhagen");
        assertThat(siteWire.input(received(Topics.CLUSTER_REQUESTS, requested)))
                .contains(new SiteInput.ClusterWanted("small.copenhagen", SMALL, copenhagen(), Optional.empty()));
    }

    @Test
    void aProfileGoesWithTheClustersThatInstallWithIt() {
        tell(Parts.site(copenhagen()));
        tell(Parts.clustering(SMALL));
        published.clear();
        InstallProfile edge = Given.profile("edge", "x86_64", "packages: [chrony]");
        InstallProfileState state = ProfileRecords.state(Given.inForce(edge, 1));
        tell(state.getProfile());
        ProfileInForce inForce = fleet.profile("edge").orElseThrow();
        assertThat(inForce.profile()).isEqualTo(edge);
        assertThat(entries.get("profile/edge")).isEqualTo(ProfileRecords.state(inForce));
        assertThat(wire.restored("fleet", List.copyOf(entries.values()))).isEqualTo(fleet);
        assertThat(siteWire.input(received(Topics.CLUSTER_REQUESTS, (ClusterRequested) published.getFirst())))
                .contains(new SiteInput.ClusterWanted("small.copenhagen", SMALL, copenhagen(), Optional.of(inForce)));

        InstallOrder order = ProfileRecords.order(Optional.of(inForce));
        assertThat(order)
                .isEqualTo(new InstallOrder(
                        new ProfileVersion("edge", 1),
                        "",
                        "",
                        "edge/disk.raw.gz",
                        "",
                        "min-bytes=64000000000,rotational=false"));
    }

    @Test
    void userDataThatIsNoMappingIsNamed() {
        for (String text : List.of("- a", "7", "a: [", "a: 1\na: 2")) {
            InstallProfileRequested request = ProfileRecords.state(Given.inForce(Given.profile("edge", "", text), 1))
                    .getProfile();
            assertThatThrownBy(() -> wire.input(received(Topics.INSTALL_PROFILE_REQUESTS, request)))
                    .as(text)
                    .hasMessageStartingWith("userData: ");
        }
        assertThat(UserData.parsed("#cloud-config\n")).isEmpty();
    }

    @Test
    void toolsAreAppsOfThePlatformOnEveryClusterOfTheClustering() {
        tell(Parts.clustering(SMALL));
        List<DeploymentRequested> tools = published.stream()
                .filter(DeploymentRequested.class::isInstance)
                .map(DeploymentRequested.class::cast)
                .toList();
        assertThat(tools.stream().map(tool -> tool.getTenant() + "/" + tool.getName()))
                .containsExactlyElementsOf(SMALL.toolApps())
                .containsExactly("platform/small-logging", "platform/small-monitoring");
        assertThat(tools).allSatisfy(tool -> {
            assertThat(tool.getPlacement().getSelector()).isEqualTo(Map.of("skerry.dev/clustering", "small"));
            assertThat(tool.getPlacement().getClusters()).isZero();
            assertThat(tool.getPlacement().getDivision()).isEqualTo(Division.PER_CLUSTER);
            assertThat(tool.getPlacement().getBeforeReady()).isTrue();
            assertThat(tool.getWorkload().getKind()).isEqualTo(WorkloadKind.MANIFESTS);
            assertThat(tool.getDns()).isNull();
        });
    }

    @Test
    void toolManifestsAreKubernetesObjects() {
        tell(Parts.clustering(SMALL));
        List<List<String>> kinds = published.stream()
                .filter(DeploymentRequested.class::isInstance)
                .map(record -> ((DeploymentRequested) record).getWorkload().getManifests())
                .map(manifests -> objects(Objects.requireNonNull(manifests)).stream()
                        .map(object -> String.valueOf(object.get("kind")))
                        .toList())
                .toList();
        assertThat(kinds)
                .containsExactly(
                        List.of(
                                "Namespace",
                                "ServiceAccount",
                                "ClusterRole",
                                "ClusterRoleBinding",
                                "ConfigMap",
                                "DaemonSet"),
                        List.of(
                                "Namespace",
                                "ServiceAccount",
                                "ClusterRole",
                                "ClusterRoleBinding",
                                "ConfigMap",
                                "Deployment",
                                "Service"));
    }

    @Test
    void aRefusalGoesToTheDeadLettersWithItsField() {
        assertThat(wire.outgoing(new FleetEvent.Refused("controlPlane", "is 2"), fleet))
                .containsExactly(Outgoing.refuse("controlPlane", "is 2"));
    }

    @Test
    void othersRecordsGoToTheirSite() {
        Facts facts = Facts.newBuilder()
                .setArchitecture("x86_64")
                .setCpuCores(4)
                .setMemoryMiB(8192L)
                .build();
        assertThat(siteOf(new MachineAvailable("m", "n", "copenhagen", List.of(), facts, Map.of(), null)))
                .isEqualTo("copenhagen");
        assertThat(siteOf(attempt(ProvisioningPhase.INSTALLING))).isEqualTo("copenhagen");
        assertThat(siteOf(attempt(ProvisioningPhase.INSPECTING)))
                .as("no matter of ours")
                .isEmpty();
        assertThat(siteOf(new InspectionStarted("m", "copenhagen", 1, "n", START)))
                .isEmpty();
        assertThat(siteOf(available("platform/small-logging"))).isEqualTo("copenhagen");
        assertThat(siteOf(available("acme/shop"))).isEmpty();
    }

    @Test
    void aJoinWithoutAddressIsNoInput() {
        NodeJoinObserved join = new NodeJoinObserved("m", "small.copenhagen", "copenhagen", "n", "a", "");
        assertThatThrownBy(() -> siteWire.input(received(Topics.NODE_OBSERVATIONS, join)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("address");
    }

    @Test
    void aSiteIsReadFromInventorysWholeDescription() {
        SiteRegistered record = new SiteRegistered(
                "copenhagen",
                "Copenhagen",
                55.6761,
                12.5683,
                "emea/dk/copenhagen",
                Map.of("tier", "edge"),
                List.of("10.1.0.0/16"),
                Approval.AUTOMATIC,
                START);
        assertThat(wire.input(received(Topics.SITE_EVENTS, record)))
                .contains(new FleetInput.SiteKnown(new FleetSite(
                        "copenhagen", "emea/dk/copenhagen", 55.6761, 12.5683, Map.of("tier", "edge"), START)));
    }

    private void tell(SpecificRecord record) {
        Topic topic = record instanceof SiteRegistered ? Topics.SITE_EVENTS : Topics.CLUSTERING_REQUESTS;
        List<FleetEvent> events =
                decider.decide(fleet, wire.input(received(topic, record)).orElseThrow(), START);
        fleet = decider.evolve(fleet, events);
        for (FleetEvent event : events) {
            for (Outgoing outgoing : wire.outgoing(event, fleet)) {
                if (outgoing instanceof Outgoing.Publish publish) {
                    assertThat(publish.topic().schemas())
                            .contains(publish.value().getSchema());
                    Avro.write(publish.value());
                    published.add(publish.value());
                }
            }
        }
        for (Entry entry : wire.changed("fleet", fleet, events)) {
            SpecificRecord stored = Objects.requireNonNull(entry.record());
            Avro.write(stored);
            entries.put(entry.name(), stored);
        }
    }

    private static Received received(Topic topic, SpecificRecord record) {
        return new Received(
                topic, "key", record, new EventHeaders("id", "type", "/test", START, "key", "id", "id", null));
    }

    private static String siteOf(SpecificRecord record) {
        return SiteInputs.siteOf(received(Topics.PROVISIONING_EVENTS, record));
    }

    private static AttemptFailed attempt(ProvisioningPhase during) {
        return new AttemptFailed("m", "copenhagen", during, 1, "why", START);
    }

    private static WorkloadAvailable available(String app) {
        return new WorkloadAvailable(app, "small.copenhagen", "copenhagen", 1, null, List.of("10.1.0.5"));
    }

    private static List<Map<String, Object>> objects(String manifests) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(manifests)) {
            @SuppressWarnings("unchecked")
            Map<String, Object> object = (Map<String, Object>) document;
            assertThat(object).containsKeys("apiVersion", "kind", "metadata");
            objects.add(object);
        }
        return objects;
    }
}
