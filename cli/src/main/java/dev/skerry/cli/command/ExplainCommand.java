package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.output.Format;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Says why something is as it is. */
@Command(name = "explain", description = "Say why something is as it is.")
final class ExplainCommand {

    /** Of an app. */
    @Command(
            name = "app",
            description =
                    "Say what was decided for an app, which clusters were taken and refused and why, and who answers.")
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
            JsonNode answer = connection.open(console).get("apps/" + FleetApi.path(app.split("/", -1)) + "/explain");
            if (output.format() == Format.TABLE) {
                console.out().println(answer.path("app").asString(app));
                answer.path("why").forEach(why -> console.out().println("  " + why.asString("")));
            } else {
                output.tree(console, answer);
            }
        }
    }
}
