package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.output.Format;
import dev.skerry.cli.output.Trees;
import dev.skerry.cli.output.Views;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records that were refused. */
@Command(name = "dead-letters", description = "List, show and replay records that were refused.")
final class DeadLettersCommand {

    private static final String PATH = "dead-letters";

    static CommandLine with(Console console) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(new ListThem(console))
                .addSubcommand(new Show(console))
                .addSubcommand(new Replay(console));
    }

    /** Which of them. */
    static final class Filter {

        @Option(names = "--topic", paramLabel = "TOPIC", defaultValue = "", description = "Those of one topic.")
        private String topic = "";

        @Option(
                names = "--consumer",
                paramLabel = "CONSUMER",
                defaultValue = "",
                description = "Those that one consumer refused, such as app-manager/fleet.")
        private String consumer = "";

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "At most so many, the newest; up to 1000. Default: ${DEFAULT-VALUE}.")
        private int limit;

        boolean narrows() {
            return !topic.isEmpty() || !consumer.isEmpty();
        }

        String path() {
            return PATH + "?limit=" + limit + parameter("topic", topic) + parameter("consumer", consumer);
        }

        private static String parameter(String name, String value) {
            return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
    }

    /** A table of them. */
    @Command(name = "list", description = "List the newest first, each with its reason.")
    static final class ListThem implements Runnable {

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Mixin
        private final Filter filter = new Filter();

        ListThem(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            JsonNode answer = connection.open(console).get(filter.path());
            output.list(console, answer, Views.deadLetters());
            if (output.format() == Format.TABLE && !answer.path("complete").asBoolean(true)) {
                console.say("there are more: raise --limit, or narrow with --topic and --consumer");
            }
        }
    }

    /** One of them. */
    @Command(name = "show", description = "Show one with its headers and its record.")
    static final class Show implements Runnable {

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Parameters(paramLabel = "ID", description = "As the list shows it, such as 0-123.")
        private String id = "";

        Show(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            output.tree(console, connection.open(console).get(PATH + "/" + FleetApi.path(id)));
        }
    }

    /** Once more. */
    @Command(
            name = "replay",
            description =
                    "Write records to their topics once more, as they were, the oldest first: when the cause is mended.")
    static final class Replay implements Runnable {

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Mixin
        private final Filter filter = new Filter();

        @Parameters(paramLabel = "ID", arity = "0..*", description = "Which; otherwise those of --topic or --consumer.")
        private List<String> ids = new ArrayList<>();

        Replay(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            if (ids.isEmpty() != filter.narrows()) {
                throw new CommandException(ExitCode.USAGE, "name dead letters by id, or all by --topic or --consumer");
            }
            FleetApi api = connection.open(console);
            ObjectNode answers = Trees.JSON.createObjectNode();
            ArrayNode items = answers.putArray("items");
            for (String id : ids.isEmpty() ? found(api) : ids) {
                JsonNode answer = api.post(PATH + "/" + FleetApi.path(id) + "/replay", Trees.JSON.createObjectNode());
                if (output.format() == Format.TABLE) {
                    console.out()
                            .println("Dead letter %s  replayed  %s"
                                    .formatted(id, answer.path("eventId").asString("")));
                }
                items.add(answer);
            }
            if (output.format() != Format.TABLE) {
                output.tree(console, answers);
            }
        }

        private List<String> found(FleetApi api) {
            List<String> found = new ArrayList<>();
            api.get(filter.path())
                    .path("items")
                    .forEach(item -> found.add(item.path("id").asString("")));
            return found.reversed();
        }
    }
}
