package dev.skerry.inventory.wire;

import dev.skerry.inventory.domain.Approval;
import dev.skerry.inventory.domain.Description;
import dev.skerry.inventory.domain.HardwareClass;
import dev.skerry.inventory.domain.Hold;
import dev.skerry.inventory.domain.Lifecycle;
import dev.skerry.inventory.domain.Machine;
import dev.skerry.inventory.domain.Site;
import dev.skerry.inventory.domain.SiteDescription;
import dev.skerry.inventory.domain.Source;
import dev.skerry.inventory.domain.Step;
import dev.skerry.inventory.domain.Wipe;
import dev.skerry.schemas.inventory.HardwareClassState;
import dev.skerry.schemas.inventory.LifecycleStep;
import dev.skerry.schemas.inventory.MachineHold;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.inventory.ProfileVersion;
import dev.skerry.schemas.inventory.SiteState;
import dev.skerry.schemas.inventory.WipeRecord;
import java.util.Optional;

/** The stored and published snapshots. */
final class StateMapping {

    private StateMapping() {}

    static SiteState state(Site site) {
        SiteDescription description = site.description();
        return SiteState.newBuilder()
                .setSite(description.name())
                .setDisplayName(description.displayName())
                .setLatitude(description.latitude())
                .setLongitude(description.longitude())
                .setRegion(description.region())
                .setLabels(description.labels())
                .setClientPrefixes(description.clientPrefixes())
                .setApproval(dev.skerry.schemas.inventory.Approval.valueOf(
                        description.approval().name()))
                .setRegisteredAt(site.registeredAt())
                .build();
    }

    static Site site(SiteState state) {
        return new Site(
                new SiteDescription(
                        state.getSite(),
                        state.getDisplayName(),
                        state.getLatitude(),
                        state.getLongitude(),
                        state.getRegion(),
                        state.getLabels(),
                        state.getClientPrefixes(),
                        Approval.valueOf(state.getApproval().name())),
                state.getRegisteredAt());
    }

    static HardwareClassState state(HardwareClass hardwareClass) {
        return new HardwareClassState(
                hardwareClass.name(), hardwareClass.rule(), hardwareClass.description(), hardwareClass.changedAt());
    }

    static HardwareClass hardwareClass(HardwareClassState state) {
        return new HardwareClass(state.getName(), state.getRule(), state.getDescription(), state.getChangedAt());
    }

    static MachineState state(Machine machine) {
        Description description = machine.description();
        return MachineState.newBuilder()
                .setMachineId(description.machineId())
                .setName(description.name())
                .setMacs(description.macs())
                .setSite(description.site())
                .setSource(ValueMapping.source(description))
                .setBmc(description.bmc().map(ValueMapping::bmc).orElse(null))
                .setLabels(description.labels())
                .setLifecycle(lifecycle(machine.lifecycle()))
                .setReason(machine.reason())
                .setFacts(machine.facts().map(ValueMapping::facts).orElse(null))
                .setClusterId(machine.clusterId().orElse(null))
                .setNodeName(machine.nodeName().orElse(null))
                .setRole(machine.role().map(ValueMapping::role).orElse(null))
                .setProgress(machine.progress())
                .setHistory(machine.history().stream()
                        .map(step -> new LifecycleStep(lifecycle(step.lifecycle()), step.at(), step.reason()))
                        .toList())
                .setWipe(machine.wipe()
                        .map(wipe -> new WipeRecord(wipe.diskSerials(), wipe.method(), wipe.at()))
                        .orElse(null))
                .setHold(machine.hold()
                        .map(hold -> new MachineHold(hold.reason(), hold.since()))
                        .orElse(null))
                .setInstallProfile(machine.installedWith()
                        .map(it -> new ProfileVersion(it.profile(), it.version()))
                        .orElse(null))
                .setHardwareClasses(machine.hardwareClasses())
                .setDiscoveredAt(machine.discoveredAt())
                .setChangedAt(machine.changedAt())
                .build();
    }

    static Machine machine(MachineState state) {
        return new Machine(
                new Description(
                        state.getMachineId(),
                        state.getName(),
                        state.getMacs(),
                        state.getSite(),
                        Source.valueOf(state.getSource().name()),
                        ValueMapping.bmc(state.getBmc()),
                        state.getLabels()),
                Lifecycle.valueOf(state.getLifecycle().name()),
                state.getReason(),
                Optional.ofNullable(state.getFacts()).map(ValueMapping::facts),
                Optional.ofNullable(state.getClusterId()),
                Optional.ofNullable(state.getNodeName()),
                Optional.ofNullable(state.getRole()).map(ValueMapping::role),
                state.getProgress(),
                state.getHistory().stream()
                        .map(step ->
                                new Step(Lifecycle.valueOf(step.getLifecycle().name()), step.getAt(), step.getReason()))
                        .toList(),
                Optional.ofNullable(state.getWipe())
                        .map(wipe -> new Wipe(wipe.getDiskSerials(), wipe.getMethod(), wipe.getAt())),
                Optional.ofNullable(state.getHold()).map(hold -> new Hold(hold.getReason(), hold.getSince())),
                ValueMapping.installedWith(state.getInstallProfile()),
                state.getHardwareClasses(),
                state.getDiscoveredAt(),
                state.getChangedAt());
    }

    static dev.skerry.schemas.inventory.Lifecycle lifecycle(Lifecycle lifecycle) {
        return dev.skerry.schemas.inventory.Lifecycle.valueOf(lifecycle.name());
    }
}
