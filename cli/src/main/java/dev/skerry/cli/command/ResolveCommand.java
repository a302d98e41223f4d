package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.output.Format;
import dev.skerry.cli.output.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the fleet's DNS for a name, as a user at a site would. */
@Command(name = "resolve", description = "Ask DNS for a name as a user at a site would, and say which cluster answers.")
final class ResolveCommand implements Runnable {

    private static final String DEFAULT_ZONE = "edge.skerry.test.";

    private final Console console;

    @Mixin
    private final Connection connection = new Connection();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "NAME", description = "With or without the zone, such as shop or _http._tcp.shop.")
    private String name = "";

    @Option(
            names = "--from",
            paramLabel = "SITE",
            description = "Ask as a user with an address of the site's first prefix.")
    private @Nullable String site;

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "A", description = "A, AAAA, SRV, ... Default: A.")
    private String type = "A";

    @Option(names = "--tcp", description = "Ask over TCP, not UDP.")
    private boolean tcp;

    @Option(
            names = "--dns",
            paramLabel = "HOST:PORT",
            description = "The DNS server. Otherwise that of the fleet on this machine.")
    private @Nullable String server;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The zone. Otherwise that of the fleet on this machine.")
    private @Nullable String zone;

    ResolveCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        FleetApi api = connection.open(console);
        String asked = server == null ? connection.endpoints(console).dns() : server;
        String within = zone == null
                ? connection
                        .localEndpoints(console)
                        .map(endpoints -> endpoints.zone())
                        .orElse(DEFAULT_ZONE)
                : zone;
        Optional<String> prefix = Optional.ofNullable(site).map(from -> prefix(api, from));
        ObjectNode answer = new DnsQuestion(asked, within, tcp).ask(name, type, prefix);
        addClusters(api, answer);
        if (output.format() == Format.TABLE) {
            print(answer);
        } else {
            output.tree(console, answer);
        }
        if (answer.path("answers").isEmpty()) {
            throw new CommandException(
                    ExitCode.NOT_FOUND,
                    "%s has no %s record: %s"
                            .formatted(
                                    answer.path("name").asString(name),
                                    type,
                                    answer.path("status").asString("")));
        }
    }

    private static String prefix(FleetApi api, String site) {
        String prefix = api.get("sites/" + FleetApi.path(site))
                .path("clientPrefixes")
                .path(0)
                .asString("");
        if (prefix.isEmpty()) {
            throw new CommandException(
                    ExitCode.FAILURE, "site " + site + " has no client prefix: its users cannot be told");
        }
        return prefix;
    }

    /** Which cluster an address belongs to, as the record says. */
    private static void addClusters(FleetApi api, ObjectNode answer) {
        String label = answer.path("label").asString("");
        answer.remove("label");
        Map<String, String> clusters = new HashMap<>();
        try {
            for (JsonNode target : api.get("records/" + FleetApi.path(label)).path("targets")) {
                for (JsonNode address : target.path("addresses")) {
                    clusters.put(address.asString(""), target.path("clusterId").asString(""));
                }
            }
        } catch (CommandException e) {
            if (e.exitCode() != ExitCode.NOT_FOUND) {
                throw e;
            }
        }
        for (JsonNode each : answer.path("answers")) {
            if (each instanceof ObjectNode object) {
                object.put("cluster", clusters.getOrDefault(object.path("data").asString(""), ""));
            }
        }
    }

    private void print(JsonNode answer) {
        Table table = new Table("NAME", "TTL", "TYPE", "DATA", "CLUSTER");
        for (JsonNode each : answer.path("answers")) {
            table.row(
                    each.path("name").asString(""),
                    each.path("ttl").asString(""),
                    each.path("type").asString(""),
                    each.path("data").asString(""),
                    each.path("cluster").asString(""));
        }
        if (!answer.path("answers").isEmpty()) {
            table.lines().forEach(console.out()::println);
        }
    }
}
