package dev.skerry.appmanager.rest.documents;

import dev.skerry.runtime.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One mapping of a document. Hands out its members checked; each problem names the path of the field and the remedy. A member
 * whose name is not expected is refused with the nearest name that is; where no names are listed, any member is taken: what a newer
 * program says and we do not know yet.
 */
public final class Fields {

    private final JsonNode node;
    private final String path;

    private Fields(JsonNode node, String path, List<String> allowed) {
        this.node = node;
        this.path = path;
        for (String name : node.propertyNames()) {
            if (!allowed.isEmpty() && !allowed.contains(name)) {
                throw Problem.field(
                        path(name),
                        "unknown field " + name,
                        Nearest.to(name, allowed)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("allowed are " + String.join(", ", allowed)));
            }
        }
    }

    /** The members of a tree's root, which must be a mapping. */
    public static Fields of(JsonNode root, String... allowed) {
        return of(root, "", List.of(allowed));
    }

    private static Fields of(JsonNode node, String path, List<String> allowed) {
        if (!node.isObject()) {
            throw Problem.field(path, "must be a mapping", "write it with named members");
        }
        return new Fields(node, path, allowed);
    }

    /** The path of a member, such as {@code spec.workers.min}. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Whether a member is there and not null. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** A mapping that must be there. */
    public Fields object(String name, String... allowed) {
        return of(required(name), path(name), List.of(allowed));
    }

    /** A mapping that may be left out. */
    public Optional<Fields> optionalObject(String name, String... allowed) {
        return has(name) ? Optional.of(object(name, allowed)) : Optional.empty();
    }

    /** The mappings of a list that may be left out. */
    public List<Fields> objects(String name, int most, String... allowed) {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode item : list(name, most)) {
            objects.add(of(item, path(name) + "[" + objects.size() + "]", List.of(allowed)));
        }
        return objects;
    }

    /** A text that must be there and not be blank. */
    public String text(String name) {
        String text = string(path(name), required(name));
        if (text.isBlank()) {
            throw Problem.field(path(name), "must not be empty", "give it a value");
        }
        return text;
    }

    /** A text that may be left out. */
    public String text(String name, String otherwise) {
        return has(name) ? string(path(name), node.get(name)) : otherwise;
    }

    /** True or false, that may be left out. */
    public Optional<Boolean> flag(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!node.get(name).isBoolean()) {
            throw Problem.field(path(name), "must be true or false", "write true or false without quotes");
        }
        return Optional.of(node.get(name).booleanValue());
    }

    /** A whole number within bounds, both included, that must be there. */
    public long whole(String name, long least, long most) {
        return whole(path(name), required(name), least, most);
    }

    /** A whole number within bounds, both included, that may be left out. */
    public long whole(String name, long least, long most, long otherwise) {
        return has(name) ? whole(name, least, most) : otherwise;
    }

    /** As {@link #whole(String, long, long)}, for what fits an int. */
    public int integer(String name, int least, int most) {
        return (int) whole(name, least, most);
    }

    /** As {@link #whole(String, long, long, long)}, for what fits an int. */
    public int integer(String name, int least, int most, int otherwise) {
        return (int) whole(name, least, most, otherwise);
    }

    /** A finite number within bounds, both included, that must be there. */
    public double number(String name, double least, double most, String meaning) {
        JsonNode value = required(name);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw Problem.field(path(name), "must be a number", "write " + meaning + " without quotes");
        }
        double number = value.doubleValue();
        if (number < least || number > most) {
            throw Problem.field(
                    path(name),
                    value.asString() + " is out of range",
                    "write " + meaning + ", " + (long) least + " to " + (long) most);
        }
        return number;
    }

    /** One of the names, that may be left out. */
    public <E> E choice(String name, Map<String, E> choices, E otherwise) {
        return has(name) ? choice(name, choices) : otherwise;
    }

    /** One of the names, that must be there. */
    public <E> E choice(String name, Map<String, E> choices) {
        String text = text(name);
        E chosen = choices.get(text);
        if (chosen == null) {
            throw Problem.field(
                    path(name),
                    text + " is not known",
                    "write one of " + String.join(", ", new TreeMap<>(choices).keySet()));
        }
        return chosen;
    }

    /** Texts that may be left out, each checked. */
    public List<String> texts(String name, int most, Check check) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list(name, most)) {
            String place = path(name) + "[" + texts.size() + "]";
            texts.add(check.apply(place, string(place, item)));
        }
        return texts;
    }

    /** Whole numbers that may be left out. */
    public List<Integer> integers(String name, int most, int least, int greatest) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode item : list(name, most)) {
            numbers.add((int) whole(path(name) + "[" + numbers.size() + "]", item, least, greatest));
        }
        return numbers;
    }

    /** Names with texts, that may be left out; in the order of the names. */
    public Map<String, String> texts(String name, Check key, Check value) {
        Map<String, String> texts = new TreeMap<>();
        if (!has(name)) {
            return texts;
        }
        JsonNode mapping = node.get(name);
        if (!mapping.isObject()) {
            throw Problem.field(path(name), "must be a mapping", "write name: value, one a line");
        }
        for (Map.Entry<String, JsonNode> member : mapping.properties()) {
            String place = path(name) + "." + member.getKey();
            texts.put(key.apply(place, member.getKey()), value.apply(place, string(place, member.getValue())));
        }
        return texts;
    }

    private Iterable<JsonNode> list(String name, int most) {
        if (!has(name)) {
            return List.of();
        }
        JsonNode list = node.get(name);
        if (!list.isArray()) {
            throw Problem.field(path(name), "must be a list", "write [a, b]");
        }
        if (list.size() > most) {
            throw Problem.field(path(name), "has " + list.size() + " entries", "give it at most " + most);
        }
        return list;
    }

    private JsonNode required(String name) {
        JsonNode value = node.get(name);
        if (isAbsent(value)) {
            throw Problem.field(path(name), "is missing", "add " + path(name));
        }
        return value;
    }

    private static boolean isAbsent(@Nullable JsonNode value) {
        return value == null || value.isNull();
    }

    private static String string(String path, JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        throw Problem.field(
                path, "must be text", value.isValueNode() ? "put quotes around " + value.asString() : "write one text");
    }

    private static long whole(String path, JsonNode value, long least, long most) {
        if (!value.isIntegralNumber()) {
            throw Problem.field(path, "must be a whole number", "write " + least + " to " + most + " without quotes");
        }
        if (!value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            throw Problem.field(path, value.asString() + " is out of range", "write " + least + " to " + most);
        }
        return value.longValue();
    }

    /** Judges a text and gives it back in the form in which it is kept. */
    @FunctionalInterface
    public interface Check {

        /** @throws Problem naming the path when the text is not what is expected */
        String apply(String path, String value);

        /** Takes any text. */
        static String any(String path, String value) {
            return value;
        }
    }
}
