package dev.skerry.inventory.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.inventory.domain.Machine;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import dev.skerry.schemas.clusters.NodeAssigned;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.IdentityConflictDetected;
import dev.skerry.schemas.inventory.Lifecycle;
import dev.skerry.schemas.inventory.LifecycleStep;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.MachineApprovalRequested;
import dev.skerry.schemas.inventory.MachineApproved;
import dev.skerry.schemas.inventory.MachineDiscovered;
import dev.skerry.schemas.inventory.MachineFactsRecorded;
import dev.skerry.schemas.inventory.MachineLifecycleChanged;
import dev.skerry.schemas.inventory.MachineRejected;
import dev.skerry.schemas.inventory.MachineRejectionRequested;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.inventory.SiteRegistered;
import dev.skerry.schemas.inventory.SiteState;
import dev.skerry.schemas.inventory.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** The inventory as the decider's host drives it: Avro in, Avro out, entries kept, state restored from their bytes. */
class InventoryWireTest {

    private static final String MAC = Requests.MAC;
    private static final Instant MILLIS = Instant.parse("2026-11-23T10:00:00.123Z");

    private final Host host = new Host();

    @Test
    void publishesASiteAsEventAndSnapshot() {
        List<Outgoing> outgoing = host.receive(Topics.SITE_REQUESTS, Requests.site("copenhagen", Approval.AUTOMATIC));

        assertThat(outgoing)
                .containsExactly(Outgoing.publish(
                        Topics.SITE_EVENTS,
                        "copenhagen",
                        SiteRegistered.newBuilder()
                                .setSite("copenhagen")
                                .setDisplayName("Copenhagen")
                                .setLatitude(55.6761)
                                .setLongitude(12.5683)
                                .setRegion("emea/dk/copenhagen")
                                .setLabels(Map.of("tier", "edge"))
                                .setClientPrefixes(List.of("10.1.0.0/16", "2001:db8:1::/48"))
                                .setApproval(Approval.AUTOMATIC)
                                .setRegisteredAt(MILLIS)
                                .build()));
        assertThat(host.lastEntries).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("site/copenhagen");
            assertThat(entry.topic()).isEqualTo(Topics.SITE_STATE);
            assertThat(entry.key()).isEqualTo("copenhagen");
            assertThat(entry.record()).isInstanceOfSatisfying(SiteState.class, state -> {
                assertThat(state.getClientPrefixes()).containsExactly("10.1.0.0/16", "2001:db8:1::/48");
                assertThat(state.getApproval()).isEqualTo(Approval.AUTOMATIC);
            });
        });
    }

    @Test
    void publishesADiscoveredAndApprovedMachineAsOneEntry() {
        host.receive(Topics.SITE_REQUESTS, Requests.site("copenhagen", Approval.AUTOMATIC));
        List<Outgoing> outgoing =
                host.receive(Topics.MACHINE_REQUESTS, Requests.announced(MAC, "cph-1", Requests.bmc()));

        String id = onlyMachine().id();
        assertThat(values(outgoing))
                .containsExactly(
                        MachineDiscovered.newBuilder()
                                .setMachineId(id)
                                .setName("cph-1")
                                .setMacs(List.of(MAC))
                                .setSite("copenhagen")
                                .setSource(Source.API)
                                .setBmc(Requests.bmc())
                                .setLabels(Map.of("rack", "a1"))
                                .setDiscoveredAt(MILLIS)
                                .build(),
                        MachineApproved.newBuilder()
                                .setMachineId(id)
                                .setName("cph-1")
                                .setMacs(List.of(MAC))
                                .setSite("copenhagen")
                                .setBmc(Requests.bmc())
                                .setLabels(Map.of("rack", "a1"))
                                .setApprovedBy("site policy")
                                .build());
        assertThat(outgoing)
                .allSatisfy(out -> assertThat(((Outgoing.Publish) out).key()).isEqualTo(id));
        assertThat(host.lastEntries).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("machine/" + id);
            assertThat(entry.topic()).isEqualTo(Topics.MACHINE_STATE);
            assertThat(entry.key()).isEqualTo(id);
            assertThat(((MachineState) Objects.requireNonNull(entry.record())).getHistory())
                    .containsExactly(
                            new LifecycleStep(Lifecycle.DISCOVERED, MILLIS, ""),
                            new LifecycleStep(Lifecycle.APPROVED, MILLIS, "site policy"));
        });
    }

    @Test
    void repeatsTheEventByWhichTheOthersKnowAMachineWhenMoreIsSaidOfIt() {
        host.receive(Topics.SITE_REQUESTS, Requests.site("copenhagen", Approval.MANUAL));
        host.receive(Topics.MACHINE_REQUESTS, Requests.announced(MAC, "", null));
        MachineDiscovered first = (MachineDiscovered)
                values(host.receive(Topics.MACHINE_REQUESTS, Requests.announced(MAC, "cph-1", null)))
                        .getFirst();
        assertThat(first.getName()).isEqualTo("cph-1");
        assertThat(first.getDiscoveredAt()).isEqualTo(MILLIS);

        approve("anna");
        MachineApproved again = (MachineApproved)
                values(host.receive(Topics.MACHINE_REQUESTS, Requests.announced(MAC, "", Requests.bmc())))
                        .getFirst();
        assertThat(again.getBmc()).isEqualTo(Requests.bmc());
        assertThat(again.getApprovedBy()).isEqualTo("anna");
    }

    @Test
    void turnsARefusalIntoADeadLetterAndChangesNothing() {
        List<Outgoing> outgoing = host.receive(Topics.MACHINE_REQUESTS, Requests.announced("52:54:00:00:01", "", null));

        assertThat(outgoing).singleElement().isInstanceOfSatisfying(Outgoing.Refuse.class, refuse -> {
            assertThat(refuse.field()).isEqualTo("macs[0]");
            assertThat(refuse.reason()).contains("'52:54:00:00:01'", "six octets");
        });
        assertThat(host.lastEntries).isEmpty();
    }

    @Test
    void writesOnlyTheEntriesThatADecisionTouched() {
        host.receive(Topics.SITE_REQUESTS, Requests.site("copenhagen", Approval.AUTOMATIC));
        host.receive(Topics.MACHINE_REQUESTS, Requests.announced(MAC, "cph-1", null));
        host.receive(Topics.MACHINE_REQUESTS, Requests.announced("52:54:00:00:01:02", "cph-2", null));

        String id = host.inventory.machineNamed("cph-1").orElseThrow().id();
        assertThat(values(host.receive(Topics.PROVISIONING_EVENTS, Results.inspectionStarted(id))))
                .containsExactly(MachineLifecycleChanged.newBuilder()
                        .setMachineId(id)
                        .setSite("copenhagen")
                        .setLifecycle(Lifecycle.INSPECTING)
                        .build());
        assertThat(host.lastEntries).extracting(Entry::name).containsExactly("machine/" + id);
        assertThat(host.receive(Topics.PROVISIONING_EVENTS, Results.inspectionStarted(id)))
                .isEmpty();
        assertThat(host.lastEntries).isEmpty();
    }

    @Test
    void carriesAWholeLifeAndRestoresItFromBytesAfterEachDecision() {
        host.receive(Topics.SITE_REQUESTS, Requests.site("copenhagen", Approval.MANUAL));
        host.receive(Topics.SITE_REQUESTS, Requests.site("aarhus", Approval.MANUAL, "10.2.0.0/16"));
        host.receive(Topics.MACHINE_REQUESTS, Requests.announced(MAC, "", Requests.bmc()));
        String id = onlyMachine().id();
        List<SpecificRecord> published = new ArrayList<>();
        published.addAll(values(host.receive(
                Topics.MACHINE_REQUESTS,
                MachineRejectionRequested.newBuilder()
                        .setMachineId(id)
                        .setReason("wrong rack")
                        .setRequestedBy("bert")
                        .build())));
        published.addAll(values(approve("anna")));
        for (SpecificRecord result : Results.life(id, "small.copenhagen")) {
            Topic topic = result.getSchema().getNamespace().endsWith("clusters")
                    ? Topics.NODE_EVENTS
                    : Topics.PROVISIONING_EVENTS;
            published.addAll(values(host.receive(topic, result)));
            if (result instanceof NodeAssigned) {
                MachineState state = stored(id);
                assertThat(state.getClusterId()).isEqualTo("small.copenhagen");
                assertThat(state.getNodeName()).isEqualTo("cph-1");
                assertThat(state.getRole()).isEqualTo("server");
            }
        }
        MachineAnnounced elsewhere = Requests.announced(MAC, "", null);
        published.addAll(values(host.receive(
                Topics.MACHINE_REQUESTS,
                MachineAnnounced.newBuilder(elsewhere).setSite("aarhus").build())));

        assertThat(published)
                .extracting(record -> record.getClass().getSimpleName())
                .containsExactly(
                        MachineRejected.class.getSimpleName(),
                        MachineApproved.class.getSimpleName(),
                        MachineLifecycleChanged.class.getSimpleName(),
                        MachineFactsRecorded.class.getSimpleName(),
                        MachineLifecycleChanged.class.getSimpleName(),
                        MachineLifecycleChanged.class.getSimpleName(),
                        MachineLifecycleChanged.class.getSimpleName(),
                        MachineLifecycleChanged.class.getSimpleName(),
                        MachineLifecycleChanged.class.getSimpleName(),
                        MachineLifecycleChanged.class.getSimpleName(),
                        IdentityConflictDetected.class.getSimpleName());
        MachineState state = stored(id);
        assertThat(state.getLifecycle()).isEqualTo(Lifecycle.FAILED);
        assertThat(state.getReason()).startsWith("INSPECTING after 3 attempts: no contact; identity conflict");
        assertThat(state.getFacts()).isEqualTo(Results.facts());
        assertThat(state.getClusterId()).isNull();
    }

    private List<Outgoing> approve(String person) {
        return host.receive(
                Topics.MACHINE_REQUESTS,
                MachineApprovalRequested.newBuilder()
                        .setMachineId(onlyMachine().id())
                        .setRequestedBy(person)
                        .build());
    }

    private MachineState stored(String id) {
        return (MachineState) Objects.requireNonNull(host.store.get("machine/" + id));
    }

    private Machine onlyMachine() {
        assertThat(host.inventory.machines()).hasSize(1);
        return host.inventory.machines().iterator().next();
    }

    private static List<SpecificRecord> values(List<Outgoing> outgoing) {
        return outgoing.stream()
                .flatMap(out -> out instanceof Outgoing.Publish publish ? Stream.of(publish.value()) : Stream.empty())
                .toList();
    }
}
