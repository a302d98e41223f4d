package dev.skerry.testing.crash.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was seen from outside, and what stands in the topics.
 *
 * @param effects of the simulator's ledger and the run's own journal, in order of time
 * @param events of all topics, each partition in order
 */
public record History(List<Effect> effects, List<Event> events) {

    private static final JsonMapper JSON = new JsonMapper();

    public History {
        effects = effects.stream().sorted(Comparator.comparingLong(Effect::at)).toList();
        events = List.copyOf(events);
    }

    /** @param ledgers files of lines as the simulator's ledger has them */
    public static History read(List<Path> ledgers, Path topics) throws IOException {
        List<Effect> effects = new ArrayList<>();
        for (Path ledger : ledgers) {
            lines(ledger).map(Effect::of).forEach(effects::add);
        }
        return new History(effects, lines(topics).map(Event::of).toList());
    }

    private static Stream<JsonNode> lines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isEmpty()).flatMap(History::parsed).toList().stream();
        }
    }

    /** The line that a killed process left half written tells nothing. */
    private static Stream<JsonNode> parsed(String line) {
        try {
            return Stream.of(JSON.readTree(line));
        } catch (JacksonException torn) {
            return Stream.empty();
        }
    }

    Stream<Effect> effects(String kind) {
        return effects.stream().filter(effect -> effect.kind().equals(kind));
    }

    Stream<Event> events(String... types) {
        Set<String> wanted = Set.of(types);
        return events.stream().filter(event -> wanted.contains(event.type()));
    }

    Set<String> keys(Function<Event, String> key, String... types) {
        return events(types).map(key).collect(Collectors.toSet());
    }

    /** Keys that stand more than once, each with how often. */
    static List<String> repeated(Stream<String> keys) {
        return keys.collect(Collectors.groupingBy(Function.identity(), Collectors.counting())).entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(entry -> entry.getKey() + " " + entry.getValue() + " times")
                .sorted()
                .toList();
    }
}
