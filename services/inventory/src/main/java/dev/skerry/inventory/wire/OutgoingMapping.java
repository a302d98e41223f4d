package dev.skerry.inventory.wire;

import dev.skerry.catalogue.Topics;
import dev.skerry.inventory.domain.Description;
import dev.skerry.inventory.domain.InventoryEvent;
import dev.skerry.inventory.domain.InventoryEvent.MachineEvent;
import dev.skerry.inventory.domain.Site;
import dev.skerry.inventory.domain.SiteDescription;
import dev.skerry.runtime.Outgoing;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.IdentityConflictDetected;
import dev.skerry.schemas.inventory.MachineApproved;
import dev.skerry.schemas.inventory.MachineClassified;
import dev.skerry.schemas.inventory.MachineDiscovered;
import dev.skerry.schemas.inventory.MachineFactsRecorded;
import dev.skerry.schemas.inventory.MachineLifecycleChanged;
import dev.skerry.schemas.inventory.MachineRejected;
import dev.skerry.schemas.inventory.SiteRegistered;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What the inventory's events become on its topics. */
final class OutgoingMapping {

    private OutgoingMapping() {}

    /**
     * A newer description repeats the event by which the others know the machine: {@code MachineApproved} once it is let in, for that
     * one the provisioner follows, {@code MachineDiscovered} before.
     */
    static List<Outgoing> outgoing(InventoryEvent event, Instant discoveredAt) {
        return switch (event) {
            case InventoryEvent.Refused e -> List.of(Outgoing.refuse(e.field(), e.reason()));
            case InventoryEvent.SiteRegistered e ->
                List.of(Outgoing.publish(Topics.SITE_EVENTS, e.site().name(), registered(e.site())));
            case InventoryEvent.MachineDiscovered e -> machine(e, discovered(e.description(), e.at()));
            case InventoryEvent.MachineDescribed e ->
                machine(
                        e,
                        e.approvedBy()
                                .<SpecificRecord>map(person -> approved(e.description(), person))
                                .orElseGet(() -> discovered(e.description(), discoveredAt)));
            case InventoryEvent.MachineApproved e -> machine(e, approved(e.description(), e.approvedBy()));
            case InventoryEvent.MachineRejected e ->
                machine(
                        e,
                        MachineRejected.newBuilder()
                                .setMachineId(e.machineId())
                                .setSite(e.site())
                                .setReason(e.reason())
                                .build());
            case InventoryEvent.FactsRecorded e ->
                machine(
                        e,
                        MachineFactsRecorded.newBuilder()
                                .setMachineId(e.machineId())
                                .setSite(e.site())
                                .setFacts(ValueMapping.facts(e.facts()))
                                .build());
            case InventoryEvent.LifecycleChanged e ->
                machine(
                        e,
                        MachineLifecycleChanged.newBuilder()
                                .setMachineId(e.machineId())
                                .setSite(e.site())
                                .setLifecycle(StateMapping.lifecycle(e.lifecycle()))
                                .setReason(e.reason())
                                .setClusterId(e.clusterId().orElse(null))
                                .build());
            case InventoryEvent.IdentityConflictDetected e ->
                machine(
                        e,
                        IdentityConflictDetected.newBuilder()
                                .setMachineId(e.machineId())
                                .setSite(e.site())
                                .setMac(e.mac())
                                .setClaim(e.claim())
                                .build());
            case InventoryEvent.MachineClassified e ->
                List.of(Outgoing.publish(
                        Topics.HARDWARE_CLASS_EVENTS,
                        e.machineId(),
                        new MachineClassified(e.machineId(), e.site(), e.name(), e.classes())));
            case InventoryEvent.ClassRecorded _,
                    InventoryEvent.ClassRemoved _,
                    InventoryEvent.WipeRecorded _,
                    InventoryEvent.HoldRecorded _,
                    InventoryEvent.ProfileRecorded _,
                    InventoryEvent.ProgressNoted _,
                    InventoryEvent.AssignmentRecorded _,
                    InventoryEvent.AssignmentCleared _ -> List.of();
        };
    }

    private static List<Outgoing> machine(MachineEvent event, SpecificRecord record) {
        return List.of(Outgoing.publish(Topics.MACHINE_EVENTS, event.machineId(), record));
    }

    private static SiteRegistered registered(Site site) {
        SiteDescription description = site.description();
        return SiteRegistered.newBuilder()
                .setSite(description.name())
                .setDisplayName(description.displayName())
                .setLatitude(description.latitude())
                .setLongitude(description.longitude())
                .setRegion(description.region())
                .setLabels(description.labels())
                .setClientPrefixes(description.clientPrefixes())
                .setApproval(Approval.valueOf(description.approval().name()))
                .setRegisteredAt(site.registeredAt())
                .build();
    }

    private static MachineDiscovered discovered(Description description, Instant at) {
        return MachineDiscovered.newBuilder()
                .setMachineId(description.machineId())
                .setName(description.name())
                .setMacs(description.macs())
                .setSite(description.site())
                .setSource(ValueMapping.source(description))
                .setBmc(description.bmc().map(ValueMapping::bmc).orElse(null))
                .setLabels(description.labels())
                .setDiscoveredAt(at)
                .build();
    }

    private static MachineApproved approved(Description description, String approvedBy) {
        return MachineApproved.newBuilder()
                .setMachineId(description.machineId())
                .setName(description.name())
                .setMacs(description.macs())
                .setSite(description.site())
                .setBmc(description.bmc().map(ValueMapping::bmc).orElse(null))
                .setLabels(description.labels())
                .setApprovedBy(approvedBy)
                .build();
    }
}
