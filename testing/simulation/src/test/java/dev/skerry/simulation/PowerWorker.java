package dev.skerry.simulation;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire;
import dev.skerry.provisioner.wire.PowerWire;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.PowerTaskEnded;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A share group's worker: each task at least once, in any order, and again when its acknowledgement or its worker was lost. */
final class PowerWorker {

    private static final int DELIVERIES = 5;
    private static final long LOCK = 30_000;
    private static final long PATIENCE = 2_000;

    private final Service service;
    private final World world;
    private final View<ProvisioningState> machines;
    private final Map<String, PowerTaskEnded> done = new HashMap<>();

    PowerWorker(Service service, World world) {
        this.service = service;
        this.world = world;
        this.machines = new View<>(world, service, Topics.PROVISIONING_STATE, ProvisioningState.class);
        service.onStart(done::clear);
        world.log().follow(record -> {
            if (record.topic().equals(Topics.POWER_TASKS.name()) && record.decoded() instanceof PowerTask task) {
                deliver(record, task, 1, world.network().delay());
            }
        });
    }

    private void deliver(LogRecord record, PowerTask task, int delivery, long delay) {
        world.schedule().after(delay, "is given the task", task.getTaskId(), () -> {
            if (!service.isUp()) {
                again(record, task, delivery, LOCK);
                return;
            }
            handle(record, task, delivery);
        });
    }

    private void again(LogRecord record, PowerTask task, int delivery, long delay) {
        if (delivery < DELIVERIES) {
            deliver(record, task, delivery + 1, delay);
        }
    }

    private void handle(LogRecord record, PowerTask task, int delivery) {
        PowerOrder order = PowerWire.order(task);
        String name = order.command().taskId() + "#" + order.command().attempt();
        EventHeaders cause = EventHeaders.from(record.headers(), "task", record.key(), record.timestamp());
        PowerTaskEnded before = done.get(name);
        if (before != null) {
            ended(record, task, before, cause, delivery);
            return;
        }
        if (!service.now().isBefore(order.command().deadline())) {
            return;
        }
        if (stands(task, cause).isEmpty()) {
            world.schedule()
                    .after(PATIENCE, "looks again at", name, () -> begin(record, task, order, name, cause, delivery));
        } else {
            begin(record, task, order, name, cause, delivery);
        }
    }

    private void begin(
            LogRecord record, PowerTask task, PowerOrder order, String name, EventHeaders cause, int delivery) {
        if (!stands(task, cause).orElse(true)) {
            return;
        }
        world.schedule().after(world.faults().chance().between(50, 2_000), "orders", name, () -> {
            if (!service.isUp()) {
                again(record, task, delivery, LOCK);
                return;
            }
            PowerTaskEnded outcome = carryOut(order);
            done.put(name, outcome);
            ended(record, task, outcome, cause, delivery);
        });
    }

    /** Whether the machine still waits for a task; empty while its state that was committed with the task is not seen. */
    private Optional<Boolean> stands(PowerTask task, EventHeaders headers) {
        boolean named = machines.get(task.getMachineId())
                .map(ProvisioningState::getTask)
                .filter(current ->
                        current.getTaskId().equals(task.getTaskId()) && current.getAttempt() == task.getAttempt())
                .isPresent();
        boolean later = machines.headers(task.getMachineId())
                .filter(state -> state.time().isAfter(headers.time()))
                .isPresent();
        return named || later ? Optional.of(named) : Optional.empty();
    }

    private void ended(LogRecord record, PowerTask task, PowerTaskEnded outcome, EventHeaders cause, int delivery) {
        if (world.faults().occurs(Fault.TASK_AGAIN, 100)) {
            // The worker died before it could say so.
            again(record, task, delivery, LOCK);
            return;
        }
        service.publish(Topics.PROVISIONING_OBSERVATIONS, outcome.getMachineId(), outcome, cause);
        if (world.faults().occurs(Fault.TASK_AGAIN, 150)) {
            again(record, task, delivery, world.faults().chance().between(50, 40_000));
        }
    }

    private PowerTaskEnded carryOut(PowerOrder order) {
        Optional<Machine> machine = world.machineWith(order.macs().getFirst());
        if (machine.isEmpty()) {
            return ObservationWire.ended(
                    order, Outcome.PERMANENT_FAILURE, ObservationWire.Seen.UNKNOWN, "there is no such machine");
        }
        boolean controlled = order.bmc().protocol() != Bmc.Protocol.NONE;
        if (controlled
                && machine.get().power() == Machine.Power.CONTROLLER
                && world.faults().occurs(Fault.CONTROLLER, 200)) {
            return ObservationWire.ended(
                    order, Outcome.TRANSIENT_FAILURE, ObservationWire.Seen.UNKNOWN, "the controller does not answer");
        }
        if (!controlled) {
            if (order.command().action() == Action.POWER_OFF) {
                return ObservationWire.ended(
                        order, Outcome.PERMANENT_FAILURE, ObservationWire.Seen.UNKNOWN, "nobody can power it off");
            }
            machine.get().powerOn();
            return ObservationWire.ended(order, Outcome.SUCCEEDED, ObservationWire.Seen.UNKNOWN, "");
        }
        switch (order.command().action()) {
            case BOOT_FROM_NETWORK -> machine.get().bootFromNetwork();
            case POWER_ON -> machine.get().powerOn();
            case POWER_OFF -> machine.get().powerOff();
        }
        return ObservationWire.ended(
                order,
                Outcome.SUCCEEDED,
                machine.get().isOn() ? ObservationWire.Seen.ON : ObservationWire.Seen.OFF,
                "");
    }
}
