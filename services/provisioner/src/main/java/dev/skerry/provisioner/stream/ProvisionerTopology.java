package dev.skerry.provisioner.stream;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.Machine;
import dev.skerry.provisioner.domain.MachineDecider;
import dev.skerry.provisioner.domain.MachineEvent;
import dev.skerry.provisioner.domain.MachineInput;
import dev.skerry.provisioner.wire.MachineWire;
import dev.skerry.runtime.DeciderTopology;

/**
 * Approvals, requests, observations and the planner's assignments go in, by machine; inspections, installations, releases and
 * power tasks come out, and the snapshot that boot scripts are chosen from.
 */
public final class ProvisionerTopology {

    private ProvisionerTopology() {}

    public static DeciderTopology<Machine, MachineInput, MachineEvent> machines(MachineDecider decider) {
        return DeciderTopology.of("machines", Topics.PROVISIONING_STORE, decider, new MachineWire())
                .keyed(
                        Topics.MACHINE_EVENTS,
                        Topics.PROVISIONING_REQUESTS,
                        Topics.PROVISIONING_OBSERVATIONS,
                        Topics.NODE_EVENTS);
    }
}
