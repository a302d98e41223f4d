package dev.skerry.provisioner.domain;

import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.Machine.Unknown;
import dev.skerry.provisioner.domain.Phase.Active;
import dev.skerry.provisioner.domain.Phase.Available;
import dev.skerry.provisioner.domain.Phase.Doing;
import dev.skerry.provisioner.domain.Phase.Failed;
import dev.skerry.provisioner.domain.Phase.Retired;
import dev.skerry.provisioner.domain.Phase.Waiting;
import java.util.Optional;

/** What a booting machine gets. */
public sealed interface BootScript {

    /** The script's kind, without what it carries. */
    enum Kind {
        INSPECT,
        INSTALL,
        WIPE,
        RESCUE,
        LOCAL_DISK,
        WAIT
    }

    Kind kind();

    /**
     * Starts the ramdisk for work that the nonce names.
     *
     * @param install how an installation writes the disk; empty for as the boot files are
     */
    record Work(Kind kind, String nonce, Optional<InstallOrder> install) implements BootScript {

        public Work(Kind kind, String nonce) {
            this(kind, nonce, Optional.empty());
        }
    }

    /** Starts what is on the disk. */
    record LocalDisk() implements BootScript {
        @Override
        public Kind kind() {
            return Kind.LOCAL_DISK;
        }
    }

    /** Asks again after a while. */
    record Wait() implements BootScript {
        @Override
        public Kind kind() {
            return Kind.WAIT;
        }
    }

    /**
     * A machine that asks what to boot.
     *
     * @param mac canonical
     * @param site where it asked
     * @param claimed what it said of itself
     */
    record Contact(String mac, String site, Identity claimed) {}

    /**
     * What a machine gets that asks now. An active machine starts from its disk however often it asks. A machine whose disk is
     * written starts from it; before that, it installs again in the same attempt. While another attempt's power command is in
     * flight, the machine is about to be switched off or restarted, so it waits.
     *
     * @param machine whose MAC it is; what is told from it by MAC, site or {@link Identity} waits
     */
    static BootScript scriptFor(Machine machine, Contact contact) {
        return switch (machine) {
            case Unknown _ -> new Wait();
            case Known known
            when !known.profile().macs().contains(contact.mac())
                    || !known.profile().site().equals(contact.site())
                    || known.identity().difference(contact.claimed()).isPresent() -> new Wait();
            case Known known ->
                switch (known.phase()) {
                    case Doing doing -> work(known, doing);
                    case Phase.Rescued rescued -> new Work(Kind.RESCUE, rescued.nonce());
                    case Active _, Retired _ -> new LocalDisk();
                    case Available _, Waiting _, Failed _ -> new Wait();
                };
        };
    }

    private static BootScript work(Known machine, Doing doing) {
        if (doing.job() instanceof Job.Installation && doing.progress().diskWritten()) {
            return new LocalDisk();
        }
        if (machine.power() instanceof Power.InFlight(PowerCommand command)
                && !Wanted.of(machine).map(Wanted::taskId).equals(Optional.of(command.taskId()))) {
            return new Wait();
        }
        return new Work(
                switch (doing.job().step()) {
                    case INSPECTION -> Kind.INSPECT;
                    case INSTALLATION -> Kind.INSTALL;
                    case RELEASE -> Kind.WIPE;
                    case RESCUE -> Kind.RESCUE;
                },
                doing.nonce(),
                doing.job() instanceof Job.Installation installation
                        ? installation.assignment().install()
                        : Optional.empty());
    }
}
