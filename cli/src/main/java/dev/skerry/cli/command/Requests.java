package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.documents.Applier;
import dev.skerry.cli.documents.Applier.Outcome;
import dev.skerry.cli.documents.Document;
import dev.skerry.cli.output.Format;
import dev.skerry.cli.output.Trees;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests what documents describe, and tells what became of each. */
final class Requests {

    private final Console console;
    private final Output output;
    private final String source;

    /** @param source where the documents come from, as the fleet API calls it */
    Requests(Console console, Output output, String source) {
        this.console = console;
        this.output = output;
        this.source = source;
    }

    /** The exit code: that of a refusal when there was one. */
    int of(FleetApi api, List<Document> documents) {
        List<Outcome> outcomes = new Applier(api, source, this::tell).apply(documents);
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
