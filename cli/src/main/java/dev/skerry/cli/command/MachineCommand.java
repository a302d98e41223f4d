package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.output.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a person asks for one machine. */
@Command(
        name = "machine",
        description =
                "Approve, reject, release, retire, retry, reinstall, hold or rescue a machine, or replace a network interface of it.")
final class MachineCommand {

    /** What can be asked, and what it does. */
    enum Action {
        APPROVE("approve", "Let a discovered machine in."),
        REJECT("reject", "Keep a discovered machine out."),
        RELEASE("release", "Take a machine out of service and wipe it."),
        RETIRE("retire", "Wipe a machine; then it leaves the fleet."),
        RETRY("retry", "Try a failed machine again, from the step in which it failed."),
        REINSTALL("reinstall", "Install a node once more, as the same node of the same cluster."),
        HOLD("hold", "Give a machine no new work, with a --reason; what is under way ends as it would."),
        UNHOLD("unhold", "Give a machine on hold work again.");

        private final String title;
        private final String meaning;

        Action(String title, String meaning) {
            this.title = title;
            this.meaning = meaning;
        }

        String title() {
            return title;
        }

        String meaning() {
            return meaning;
        }
    }

    /** One of them as a command. */
    @Command
    static final class Ask implements Runnable {

        private final Console console;
        private final Action action;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Parameters(paramLabel = "MACHINE", description = "The machine's id, name or MAC.")
        private String machine = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "Why, for those who come later.")
        private String reason = "";

        Ask(Console console, Action action) {
            this.console = console;
            this.action = action;
        }

        @Override
        public void run() {
            JsonNode answer = connection
                    .open(console)
                    .post(
                            "machines/" + FleetApi.path(machine) + "/" + action.title(),
                            Trees.JSON.createObjectNode().put("reason", reason));
            output.requested(console, "Machine " + machine + "  " + action.title(), answer);
        }
    }

    /** Log in to the ramdisk. */
    @Command(
            name = "rescue",
            description = "Boot the ramdisk with an SSH server, the disk untouched; --end sends the machine back.")
    static final class Rescue implements Runnable {

        private static final int LONGEST_FILE = 16 * 1024;

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Parameters(paramLabel = "MACHINE", description = "The machine's id, name or MAC.")
        private String machine = "";

        @ArgGroup(multiplicity = "1")
        private Wish wish = new Wish();

        /** Beginning or end. */
        static final class Wish {

            @Option(
                    names = "--ssh-key",
                    paramLabel = "FILE",
                    description = "The public key, such as ~/.ssh/id_ed25519.pub, of who may log in as root.")
            private @Nullable Path sshKey;

            @Option(names = "--end", description = "Send the machine back to what it was.")
            private boolean end;
        }

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "Why, for those who come later.")
        private String reason = "";

        Rescue(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            ObjectNode body = Trees.JSON.createObjectNode().put("reason", reason);
            if (wish.sshKey != null) {
                body.put("sshKey", read(wish.sshKey));
            }
            String action = wish.end ? "end-rescue" : "rescue";
            JsonNode answer = connection.open(console).post("machines/" + FleetApi.path(machine) + "/" + action, body);
            output.requested(console, "Machine " + machine + "  " + action, answer);
        }

        private static String read(Path file) {
            try (InputStream content = Files.newInputStream(file)) {
                return new String(content.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new CommandException(ExitCode.USAGE, "--ssh-key: " + file + " cannot be read: " + e.getMessage());
            }
        }
    }

    /** Another MAC for the same machine. */
    @Command(name = "replace-nic", description = "Replace a network interface: its MAC changes, the machine does not.")
    static final class ReplaceNic implements Runnable {

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's id, name or MAC.")
        private String machine = "";

        @Parameters(index = "1", paramLabel = "OLD", description = "MAC of the interface that is gone.")
        private String oldMac = "";

        @Parameters(index = "2", paramLabel = "NEW", description = "MAC of the one in its place.")
        private String newMac = "";

        ReplaceNic(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            JsonNode answer = connection
                    .open(console)
                    .post(
                            "machines/" + FleetApi.path(machine) + "/replace-nic",
                            Trees.JSON.createObjectNode().put("oldMac", oldMac).put("newMac", newMac));
            output.requested(console, "Machine " + machine + "  " + newMac + " in place of " + oldMac, answer);
        }
    }
}
