package dev.skerry.provisioner.wire;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.Machine;
import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.MachineEvent;
import dev.skerry.provisioner.domain.MachineInput;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.runtime.Wire;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** A machine's decider in Avro. A machine is one entry, which is published as it is stored. */
public final class MachineWire implements Wire<Machine, MachineInput, MachineEvent> {

    @Override
    public Optional<MachineInput> input(Received received) {
        return InputWire.input(received);
    }

    @Override
    public MachineInput woken() {
        return new MachineInput.Woken();
    }

    @Override
    public List<Outgoing> outgoing(MachineEvent event, Machine after) {
        return EventWire.outgoing(event, after);
    }

    @Override
    public List<Entry> changed(String key, Machine after, List<MachineEvent> events) {
        boolean changes = events.stream().anyMatch(event -> !(event instanceof MachineEvent.Refused));
        return changes && after instanceof Known known
                ? List.of(Entry.published("", StateWire.avro(known), Topics.PROVISIONING_STATE, key))
                : List.of();
    }

    @Override
    public Machine restored(String key, List<SpecificRecord> entries) {
        return StateWire.domain((ProvisioningState) entries.getFirst());
    }
}
