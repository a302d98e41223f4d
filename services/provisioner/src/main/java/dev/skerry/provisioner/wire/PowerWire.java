package dev.skerry.provisioner.wire;

import dev.skerry.provisioner.domain.PowerCommand;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.domain.Profile;
import dev.skerry.schemas.provisioning.PowerAction;
import dev.skerry.schemas.provisioning.PowerTask;

/** Power commands, and the tasks that they are outside. */
public final class PowerWire {

    private PowerWire() {}

    /** What a task tells a worker to do. */
    public static PowerOrder order(PowerTask task) {
        return new PowerOrder(
                task.getMachineId(),
                command(task),
                BmcWire.domain(task.getBmc()),
                java.util.List.copyOf(task.getMacs()));
    }

    static PowerTask avro(PowerCommand command, Profile profile) {
        return PowerTask.newBuilder()
                .setTaskId(command.taskId())
                .setMachineId(profile.id())
                .setAttempt(command.attempt())
                .setAction(
                        switch (command.action()) {
                            case BOOT_FROM_NETWORK -> PowerAction.BOOT_FROM_NETWORK;
                            case POWER_ON -> PowerAction.POWER_ON;
                            case POWER_OFF -> PowerAction.POWER_OFF;
                        })
                .setBmc(BmcWire.avro(profile.bmc()))
                .setMacs(profile.macs())
                .setDeadline(command.deadline())
                .build();
    }

    static PowerCommand command(PowerTask task) {
        return new PowerCommand(
                task.getTaskId(),
                task.getAttempt(),
                switch (task.getAction()) {
                    case BOOT_FROM_NETWORK -> Action.BOOT_FROM_NETWORK;
                    case POWER_ON -> Action.POWER_ON;
                    case POWER_OFF -> Action.POWER_OFF;
                },
                task.getDeadline());
    }
}
