package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.output.Format;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Asks for something to be removed. */
@Command(name = "delete", description = "Remove something.")
final class DeleteCommand {

    /** An app. */
    @Command(name = "app", description = "Remove an app everywhere: first its name, then what runs.")
    static final class App implements Runnable {

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Parameters(paramLabel = "TENANT/NAME", description = "The app.")
        private String app = "";

        App(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            print(
                    console,
                    output,
                    "App " + app,
                    connection.open(console).delete("apps/" + FleetApi.path(app.split("/", -1))));
        }
    }

    /** An install profile. */
    @Command(name = "installprofile", description = "Remove an install profile that no cluster names.")
    static final class InstallProfile implements Runnable {

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Parameters(paramLabel = "NAME", description = "The install profile.")
        private String name = "";

        InstallProfile(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            print(
                    console,
                    output,
                    "InstallProfile " + name,
                    connection.open(console).delete("installprofiles/" + FleetApi.path(name)));
        }
    }

    /** A hardware class. */
    @Command(name = "hardwareclass", description = "Remove a hardware class. Who demands it waits for machines.")
    static final class HardwareClass implements Runnable {

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Parameters(paramLabel = "NAME", description = "The hardware class.")
        private String name = "";

        HardwareClass(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            print(
                    console,
                    output,
                    "HardwareClass " + name,
                    connection.open(console).delete("hardwareclasses/" + FleetApi.path(name)));
        }
    }

    private static void print(Console console, Output output, String what, JsonNode answer) {
        if (output.format() == Format.TABLE) {
            console.out()
                    .println("%s  removal requested  %s"
                            .formatted(what, answer.path("eventId").asString("")));
        } else {
            output.tree(console, answer);
        }
    }
}
