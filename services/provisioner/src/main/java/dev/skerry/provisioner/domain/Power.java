package dev.skerry.provisioner.domain;

import java.time.Instant;

/** What goes on between us and a machine's power controller: at most one command is in flight. */
public sealed interface Power {

    /** Nothing. */
    record Idle() implements Power {}

    /**
     * A command was handed out, or a person was asked, and its outcome is waited for until its deadline. Once the machine asked for the attempt's script
     * the command's action is POWER_ON: it did what it was for, and is not repeated.
     */
    record InFlight(PowerCommand command) implements Power {}

    /**
     * A command failed and is to be given again.
     *
     * @param taskId names what is to be done
     * @param attempt how often that was commanded, from 1
     * @param action what is to be done
     * @param until when it is commanded again
     */
    record Resting(String taskId, int attempt, PowerCommand.Action action, Instant until) implements Power {

        PowerCommand again(Instant deadline) {
            return new PowerCommand(taskId, attempt + 1, action, deadline);
        }
    }

    Power IDLE = new Idle();
}
