package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.api.Following;
import dev.skerry.cli.output.Trees;
import dev.skerry.cli.output.View;
import dev.skerry.cli.output.Views;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows what there is. */
@Command(
        name = "get",
        description =
                "Show sites, machines, clusters, install profiles, hardware classes, apps, placements or records; with a name, one of them.")
final class GetCommand implements Runnable {

    private final Console console;

    @Mixin
    private final Connection connection = new Connection();

    @Mixin
    private final Output output = new Output();

    @Parameters(index = "0", paramLabel = "COLLECTION", description = "One of ${COMPLETION-CANDIDATES}.")
    private Collection collection = Collection.SITES;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description =
                    "A machine's id, name or MAC; an app's tenant/name; of placements, those of an app or app@cluster.")
    private @Nullable String name;

    @Option(
            names = {"-w", "--watch"},
            description = "Go on with each change, until Ctrl-C.")
    private boolean watch;

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        FleetApi api = connection.open(console);
        View view = Views.of(collection.path());
        if (watch) {
            LivePrinter printer = new LivePrinter(console, output.format(), view);
            String wanted = name;
            String key = wanted == null ? "" : key(api, wanted);
            new Following(api, collection.path(), wanted == null ? printer : new OneOf(key, printer)).run();
        } else if (name == null) {
            output.list(console, api.get(collection.path()), view);
        } else if (collection == Collection.PLACEMENTS) {
            output.list(console, placements(api, name), view);
        } else {
            output.item(console, api.get(path(name)), view);
        }
    }

    private String path(String one) {
        return collection.path() + "/"
                + (collection == Collection.APPS ? FleetApi.path(one.split("/", -1)) : FleetApi.path(one));
    }

    /** The key under which the watch speaks of what a person names. */
    private String key(FleetApi api, String one) {
        return collection == Collection.MACHINES
                ? api.get(path(one)).path("machineId").asString(one)
                : one;
    }

    private static JsonNode placements(FleetApi api, String wanted) {
        ObjectNode found = Trees.JSON.createObjectNode();
        ArrayNode items = found.putArray("items");
        for (JsonNode placement : api.get(Collection.PLACEMENTS.path()).path("items")) {
            String app = placement.path("app").asString("");
            if (app.equals(wanted) || (app + "@" + placement.path("clusterId").asString("")).equals(wanted)) {
                items.add(placement);
            }
        }
        if (items.isEmpty()) {
            throw new CommandException(
                    ExitCode.NOT_FOUND,
                    "there is no placement of " + wanted + "; name tenant/name or tenant/name@cluster");
        }
        return found;
    }
}
