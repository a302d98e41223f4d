package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.output.Format;
import dev.skerry.cli.output.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows the events of one thing's life. */
@Command(
        name = "trace",
        description = "Show the events of a machine, cluster or app, with the seconds from each to the next.")
final class TraceCommand implements Runnable {

    private final Console console;

    @Mixin
    private final Connection connection = new Connection();

    @Mixin
    private final Output output = new Output();

    @Parameters(
            paramLabel = "SUBJECT",
            description = "A machine's MAC, name or id, a cluster, an app's tenant/name, or a DNS name.")
    private String subject = "";

    TraceCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        JsonNode trace = connection.open(console).get("traces/" + FleetApi.path(subject.split("/", -1)));
        if (output.format() != Format.TABLE) {
            output.tree(console, trace);
            return;
        }
        Table table = new Table("TIME", "SECONDS", "SOURCE", "EVENT", "KEY", "WHAT");
        Instant last = null;
        for (JsonNode item : trace.path("items")) {
            Instant time = time(item);
            table.row(
                    item.path("time").asString(""),
                    seconds(last, time),
                    item.path("source").asString(""),
                    simple(item.path("type").asString("")),
                    item.path("key").asString(""),
                    item.path("summary").asString(""));
            last = time == null ? last : time;
        }
        table.lines().forEach(console.out()::println);
        if (!trace.path("complete").asBoolean(true)) {
            console.say("this is not all: reading stopped at the API's limit");
        }
    }

    /** A record's name without its package. */
    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static @Nullable Instant time(JsonNode item) {
        try {
            return Instant.parse(item.path("time").asString(""));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String seconds(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null
                ? ""
                : String.format(Locale.ROOT, "+%.3f", Duration.between(from, to).toMillis() / 1000.0);
    }
}
