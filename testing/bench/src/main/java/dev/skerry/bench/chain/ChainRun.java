package dev.skerry.bench.chain;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.documents.Applier;
import dev.skerry.cli.documents.Document;
import dev.skerry.cli.documents.DocumentFiles;
import dev.skerry.cli.documents.Kind;
import dev.skerry.cli.sim.SimControl;
import dev.skerry.cli.sim.SimProcess;
import dev.skerry.local.Endpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The chain from the first document to the last right DNS answer, beside simulated sites that take no time of their own. As
 * many sites have gone through it before the clock starts, for a service that runs has run for long, and its code is compiled.
 */
final class ChainRun {

    private static final long POLL_MILLIS = 250;

    private final Console console;
    private final Endpoints endpoints;
    private final Path folder;
    private final int sites;
    private final int machines;
    private final int sitesBefore;
    private final int machinesBefore;
    private final Duration limit;

    ChainRun(Console console, Endpoints endpoints, Path folder, int sites, int machines, Duration limit) {
        this.console = console;
        this.endpoints = endpoints;
        this.folder = folder;
        this.sites = sites;
        this.machines = machines;
        this.sitesBefore = sites;
        this.machinesBefore = sitesBefore * (machines / sites);
        this.limit = limit;
    }

    /**
     * What happened.
     *
     * @param took from the first document to the last right answer
     * @param traffic every record between
     * @param answered when DNS first answered with each cluster
     */
    record Result(Duration took, Traffic traffic, Map<String, Instant> answered) {}

    Result run() throws IOException, InterruptedException {
        List<String> world = List.of(
                "--sites",
                String.valueOf(sitesBefore + sites),
                "--machines",
                String.valueOf(machinesBefore + machines),
                "--pace",
                "0");
        try (SimProcess sim = SimProcess.start(new SimProcess.Plan(console.home(), folder, endpoints, world))) {
            SimControl control = new SimControl(sim.control());
            FleetApi api = new FleetApi(endpoints.api());
            List<Document> documents =
                    DocumentFiles.read(List.of(sim.documents().toString()), console.in());
            try (FirstAnswers answers = FirstAnswers.listen(endpoints, prefixes(documents))) {
                Set<String> early = documents.stream()
                        .filter(document -> document.kind() == Kind.SITE)
                        .map(Document::name)
                        .limit(sitesBefore)
                        .collect(Collectors.toSet());
                Instant before = Instant.now();
                apply(
                        api,
                        documents.stream()
                                .filter(document -> isFirst(document, early))
                                .toList());
                await(before, () -> api.get("summary"), this::isWarm);
                Instant begun = Instant.now();
                apply(
                        api,
                        documents.stream()
                                .filter(document -> !isFirst(document, early))
                                .toList());
                long names = documents.stream()
                        .filter(each -> !each.tree().at("/spec/dns/name").isMissingNode())
                        .count();
                await(begun, () -> api.get("summary"), summary -> isComplete(summary, names));
                await(begun, control::askDns, ChainRun::allRight);
                Instant ended = Instant.now();
                Traffic traffic = Traffic.read(endpoints.broker(), endpoints.registry(), begun, ended);
                return new Result(Duration.between(begun, ended), traffic, answers.answered());
            }
        }
    }

    /** Sites and machines come twice, clusterings and apps stand from the beginning. */
    private static boolean isFirst(Document document, Set<String> early) {
        return switch (document.kind()) {
            case SITE -> early.contains(document.name());
            case MACHINE -> early.contains(document.tree().at("/spec/site").asString(""));
            case INSTALL_PROFILE, HARDWARE_CLASS, CLUSTER, APP -> true;
        };
    }

    private boolean isWarm(JsonNode summary) {
        return only(summary.path("clusters"), "READY", sitesBefore)
                && summary.at("/machines/ACTIVE").asInt(0) >= machinesBefore;
    }

    private static Map<String, String> prefixes(List<Document> documents) {
        Map<String, String> prefixes = new HashMap<>();
        for (Document document : documents) {
            if (document.kind() == Kind.SITE) {
                prefixes.put(
                        document.name(),
                        document.tree().at("/spec/clientPrefixes/0").asString(""));
            }
        }
        return prefixes;
    }

    private void apply(FleetApi api, List<Document> documents) {
        console.say("applying %d documents".formatted(documents.size()));
        for (Applier.Outcome outcome : new Applier(api, _ -> {}).apply(documents)) {
            if (outcome instanceof Applier.Outcome.Refused refused) {
                throw new CommandException(ExitCode.REFUSED, refused.message());
            }
        }
    }

    private boolean isComplete(JsonNode summary, long names) {
        return only(summary.path("machines"), "ACTIVE", machinesBefore + machines)
                && only(summary.path("clusters"), "READY", sitesBefore + sites)
                && only(
                        summary.path("apps"),
                        "AVAILABLE",
                        summary.at("/apps/AVAILABLE").asInt(0))
                && only(
                        summary.path("placements"),
                        "AVAILABLE",
                        summary.at("/placements/AVAILABLE").asInt(0))
                && summary.path("records").asLong(0) == names;
    }

    private static boolean only(JsonNode counts, String state, int number) {
        return number > 0 && counts.size() == 1 && counts.path(state).asInt(0) == number;
    }

    private static boolean allRight(JsonNode answers) {
        int asked = answers.path("asked").asInt(0);
        return asked > 0 && asked == answers.path("correct").asInt(-1);
    }

    private interface Look {
        JsonNode get() throws IOException, InterruptedException;
    }

    private void await(Instant begun, Look look, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        Instant told = begun;
        while (true) {
            JsonNode seen = look.get();
            if (wanted.test(seen)) {
                return;
            }
            Instant now = Instant.now();
            String state = seen.has("answers")
                    ? "DNS answers right: %d of %d"
                            .formatted(
                                    seen.path("correct").asInt(0),
                                    seen.path("asked").asInt(0))
                    : seen.toString();
            if (now.isAfter(begun.plus(limit))) {
                throw new CommandException(
                        ExitCode.TIMED_OUT,
                        "the chain did not come to its end within %d s: %s".formatted(limit.toSeconds(), state));
            }
            if (now.isAfter(told.plusSeconds(5))) {
                told = now;
                console.say("%4d s  %s".formatted(Duration.between(begun, now).toSeconds(), state));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }
}
