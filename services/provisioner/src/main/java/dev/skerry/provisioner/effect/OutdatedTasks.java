package dev.skerry.provisioner.effect;

import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.ReadModel;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * Tells a power task that its machine no longer waits for. One whose worker was killed is delivered again; by then the machine may be
 * in the middle of its installation, and a restart would begin that anew. A task is committed together with the state that names
 * it, so a later state without it says that it is over.
 */
public final class OutdatedTasks implements BiPredicate<PowerTask, EventHeaders> {

    /** How long the read model may be behind the task. After that the task is carried out: at least once. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ReadModel<ProvisioningState> machines;

    public OutdatedTasks(ReadModel<ProvisioningState> machines) {
        this.machines = machines;
    }

    @Override
    public boolean test(PowerTask task, EventHeaders headers) {
        String machine = task.getMachineId();
        return machines.await(machine, state -> isNamedBy(state, task) || isLater(machine, headers), PATIENCE)
                .filter(state -> !isNamedBy(state, task))
                .isPresent();
    }

    /** Whether the machine has asked for the script of the attempt for which it is to boot: then the state's command is to power on. */
    public boolean cameUp(PowerTask task) {
        return machines.get(task.getMachineId())
                .filter(state -> isNamedBy(state, task)
                        && Objects.requireNonNull(state.getTask()).getAction() != task.getAction())
                .isPresent();
    }

    private static boolean isNamedBy(ProvisioningState state, PowerTask task) {
        PowerTask current = state.getTask();
        return current != null
                && current.getTaskId().equals(task.getTaskId())
                && current.getAttempt() == task.getAttempt();
    }

    /** Two decisions of one millisecond look alike: then the next state decides, or the patience. */
    private boolean isLater(String machine, EventHeaders task) {
        return machines.headers(machine)
                .filter(state -> state.time().isAfter(task.time()))
                .isPresent();
    }
}
