package dev.skerry.provisioner.domain;

import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import java.time.Instant;
import java.util.Optional;

/**
 * The power command that a machine's phase calls for, once.
 *
 * @param taskId tells it from the commands of other attempts
 */
record Wanted(String taskId, Action action) {

    static Optional<Wanted> of(Known machine) {
        return switch (machine.phase()) {
            // From here on it starts from its disk: the medium is taken out.
            case Phase.Doing doing
            when doing.progress().diskWritten() && machine.profile().bmc().insertsMedia() ->
                Optional.of(new Wanted(name(machine, "disk"), Action.POWER_ON));
            case Phase.Active _
            when machine.profile().bmc().insertsMedia() ->
                Optional.of(new Wanted(name(machine, "active"), Action.POWER_ON));
            case Phase.Doing _ -> Optional.of(new Wanted(name(machine, "boot"), Action.BOOT_FROM_NETWORK));
            case Phase.Active active
            when active.wasRescued() -> Optional.of(new Wanted(name(machine, "disk"), Action.BOOT_FROM_NETWORK));
            case Phase.Available _, Phase.Retired _
            when machine.profile().bmc().protocol() != Bmc.Protocol.NONE && !machine.isManual() ->
                Optional.of(new Wanted(name(machine, "off"), Action.POWER_OFF));
            case Phase.Available _, Phase.Active _, Phase.Waiting _, Phase.Failed _, Phase.Rescued _, Phase.Retired _ ->
                Optional.empty();
        };
    }

    boolean isMetBy(PowerCommand command) {
        return command.taskId().equals(taskId);
    }

    PowerCommand first(Instant deadline) {
        return new PowerCommand(taskId, 1, action, deadline);
    }

    private static String name(Known machine, String what) {
        return machine.id() + "/" + machine.attempt().number() + "/" + what;
    }
}
