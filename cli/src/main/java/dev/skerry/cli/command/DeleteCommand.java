package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.api.FleetApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Asks for something to be removed. */
@Command(name = "delete", description = "Remove something.")
final class DeleteCommand {

    /** What the removals have in common. */
    abstract static class Removal implements Runnable {

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        Removal(Console console) {
            this.console = console;
        }

        /** Asks for it, and tells that it was asked for. @param path below the fleet API's root */
        void ask(String what, String path) {
            JsonNode answer = connection.open(console).delete(path);
            output.requested(console, what + "  removal", answer);
        }
    }

    /** An app. */
    @Command(name = "app", description = "Remove an app everywhere: first its name, then what runs.")
    static final class App extends Removal {

        @Parameters(paramLabel = "TENANT/NAME", description = "The app.")
        private String app = "";

        App(Console console) {
            super(console);
        }

        @Override
        public void run() {
            ask("App " + app, "apps/" + FleetApi.path(app.split("/", -1)));
        }
    }

    /** An install profile. */
    @Command(name = "installprofile", description = "Remove an install profile that no cluster names.")
    static final class InstallProfile extends Removal {

        @Parameters(paramLabel = "NAME", description = "The install profile.")
        private String name = "";

        InstallProfile(Console console) {
            super(console);
        }

        @Override
        public void run() {
            ask("InstallProfile " + name, "installprofiles/" + FleetApi.path(name));
        }
    }

    /** A hardware class. */
    @Command(name = "hardwareclass", description = "Remove a hardware class. Who demands it waits for machines.")
    static final class HardwareClass extends Removal {

        @Parameters(paramLabel = "NAME", description = "The hardware class.")
        private String name = "";

        HardwareClass(Console console) {
            super(console);
        }

        @Override
        public void run() {
            ask("HardwareClass " + name, "hardwareclasses/" + FleetApi.path(name));
        }
    }
}
