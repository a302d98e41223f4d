package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.documents.Applier;
import dev.skerry.cli.documents.Applier.Outcome;
import dev.skerry.cli.documents.Document;
import dev.skerry.cli.documents.DocumentFiles;
import dev.skerry.cli.output.Format;
import dev.skerry.cli.output.Trees;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a request of each document in files. */
@Command(
        name = "apply",
        description = {
            "Request what documents describe: sites, machines, clusters, apps.",
            "YAML (several documents in a file), JSON, or CSV of machines with the header "
                    + "mac,site[,name,bmc_protocol,bmc_address,bmc_credentials]."
        })
final class ApplyCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final Connection connection = new Connection();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "A file, a folder of files, or - for stdin. May be given several times.")
    private List<String> files = List.of();

    ApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Document> documents = DocumentFiles.read(files, console.in());
        List<Outcome> outcomes = new Applier(connection.open(console), this::tell).apply(documents);
        if (output.format() != Format.TABLE) {
            output.tree(console, accepted(outcomes));
        }
        long refused =
                outcomes.stream().filter(Outcome.Refused.class::isInstance).count();
        if (refused > 0) {
            console.say("%d of %d documents were refused".formatted(refused, outcomes.size()));
            return ExitCode.REFUSED.code();
        }
        return ExitCode.OK.code();
    }

    private void tell(Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted accepted
            when output.format() == Format.TABLE ->
                console.out()
                        .println("%s %s  requested  %s"
                                .formatted(
                                        accepted.document().kind().title(),
                                        accepted.document().name(),
                                        accepted.answer().path("eventId").asString("")));
            case Outcome.Accepted _ -> {
                // Written as one list in the end.
            }
            case Outcome.Refused refused -> console.say(refused.message());
        }
    }

    private static ArrayNode accepted(List<Outcome> outcomes) {
        ArrayNode list = Trees.JSON.createArrayNode();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Accepted(Document document, var answer)) {
                ObjectNode item = list.addObject();
                item.put("kind", document.kind().title());
                item.put("name", document.name());
                answer.properties().forEach(member -> item.set(member.getKey(), member.getValue()));
            }
        }
        return list;
    }
}
