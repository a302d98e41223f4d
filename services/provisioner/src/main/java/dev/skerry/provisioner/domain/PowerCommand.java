package dev.skerry.provisioner.domain;

import java.time.Instant;

/**
 * One command to a machine's power controller.
 *
 * @param taskId names what is to be done, and for which attempt
 * @param attempt how often that was commanded, from 1; an outcome with another number is dropped
 * @param deadline whoever finds the command after it drops it
 */
public record PowerCommand(String taskId, int attempt, Action action, Instant deadline) {

    /** What is to be done. */
    public enum Action {
        /** Sets the one-time boot override, to the medium that it inserts where it does, and then powers on, or restarts when it is on. */
        BOOT_FROM_NETWORK,
        /** Takes out the medium where one is inserted, and powers on when it is off. */
        POWER_ON,
        /** Powers off, and takes out the medium where one is inserted. */
        POWER_OFF
    }

    Power.Resting rest(Instant until) {
        return new Power.Resting(taskId, attempt, action, until);
    }

    PowerCommand cameUp() {
        return new PowerCommand(taskId, attempt, Action.POWER_ON, deadline);
    }
}
