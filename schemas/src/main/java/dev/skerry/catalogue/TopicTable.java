package dev.skerry.catalogue;

import dev.skerry.catalogue.Topic.Kind;
import java.util.stream.Collectors;

/** The catalogue as the table of topics in docs/events.md. */
public final class TopicTable {

    private static final String HEAD = """
            | topic | records | key | who writes | kept | delivery | id |
            |---|---|---|---|---|---|---|
            """;

    private TopicTable() {}

    /** The table, as Markdown. The same catalogue gives the same text. */
    public static String markdown() {
        return Topics.ALL.stream().map(TopicTable::row).collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(Topic topic) {
        String records = topic.types().stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        topic.name(),
                        records.isEmpty() ? "any that was refused" : records,
                        topic.key(),
                        writer(topic),
                        kept(topic),
                        delivery(topic),
                        id(topic))
                .replace(System.lineSeparator(), "\n");
    }

    private static String writer(Topic topic) {
        return switch (topic.kind()) {
            case REQUESTS -> "anyone with the right";
            case OBSERVATIONS -> topic.owner() + ", for those at its doors";
            case EVENTS, STATE, TASKS, DEAD_LETTERS -> topic.owner();
        };
    }

    private static String kept(Topic topic) {
        return topic.retention()
                .map(time -> time.toDays() + (time.toDays() == 1 ? " day" : " days"))
                .orElse("the newest of each key");
    }

    /** What a worker writes comes of no decision, though it is a fact of its owner's. */
    private static Kind kind(Topic topic) {
        return topic.equals(Topics.CRAWL_EVENTS) ? Kind.OBSERVATIONS : topic.kind();
    }

    private static String delivery(Topic topic) {
        return switch (kind(topic)) {
            case REQUESTS, OBSERVATIONS -> "at least once";
            case EVENTS, STATE, TASKS -> "once, with what it was decided from";
            case DEAD_LETTERS -> "once for each consumer; of a task at least once";
        };
    }

    private static String id(Topic topic) {
        return switch (kind(topic)) {
            case REQUESTS, OBSERVATIONS -> "the writer's own";
            case EVENTS, STATE, TASKS -> "derived from the cause";
            case DEAD_LETTERS -> "the refused record's";
        };
    }
}
