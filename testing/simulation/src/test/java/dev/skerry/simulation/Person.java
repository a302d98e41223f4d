package dev.skerry.simulation;

import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.provisioning.PersonAwaited;
import dev.skerry.schemas.provisioning.PersonNoLongerAwaited;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.util.HashMap;
import java.util.Map;

/** Whoever is at a machine without power control: does what is asked for after a while, unless it is not needed any more, or nobody is there. */
final class Person {

    private final World world;
    private final Map<String, Long> asked = new HashMap<>();

    Person(World world) {
        this.world = world;
        world.log().follow(record -> {
            if (!record.topic().equals(Topics.PROVISIONING_EVENTS.name())) {
                return;
            }
            switch (record.decoded()) {
                case PersonAwaited e -> asked(e.getMachineId());
                case PersonNoLongerAwaited e -> asked.remove(e.getMachineId());
                case null, default -> {}
            }
        });
    }

    private void asked(String machineId) {
        long request = world.now();
        asked.put(machineId, request);
        if (world.faults().occurs(Fault.CONTROLLER, 200)) {
            return;
        }
        world.schedule().after(world.faults().chance().between(1_000, 40_000), "a person comes to", machineId, () -> {
            if (asked.remove(machineId, request)) {
                world.latest(Topics.PROVISIONING_STATE, ProvisioningState.class, machineId)
                        .flatMap(state -> world.machineWith(state.getMacs().getFirst()))
                        .ifPresent(Machine::bootFromNetwork);
            }
        });
    }
}
