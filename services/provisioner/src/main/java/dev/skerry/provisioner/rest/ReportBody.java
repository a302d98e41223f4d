package dev.skerry.provisioner.rest;

import dev.skerry.runtime.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object that a machine sent, with where it stands in the whole, so that what is wrong can be named.
 *
 * @param path of the object, empty or ending with a dot
 */
record ReportBody(JsonNode json, String path) {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Reads a request's body. @throws Problem 413 when it is longer than {@code most} bytes, 400 when it is no JSON object */
    static ReportBody read(HttpServletRequest request, int most) {
        try {
            JsonNode json = MAPPER.readTree(bytes(request, most));
            if (json != null && json.isObject()) {
                return new ReportBody(json, "");
            }
        } catch (JacksonException e) {
            throw new Problem(400, "", "the body is not JSON: " + e.getOriginalMessage(), "send a JSON object");
        }
        throw new Problem(400, "", "the body is not a JSON object", "send a JSON object");
    }

    /** Reads a request's body as it is. @throws Problem 413 when it is longer than {@code most} bytes */
    static byte[] bytes(HttpServletRequest request, int most) {
        try {
            byte[] bytes = request.getInputStream().readNBytes(most + 1);
            if (bytes.length > most) {
                throw new Problem(413, "", "the body is longer than " + most + " bytes", "send less");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("the body could not be read", e);
        }
    }

    String text(String field, int most) {
        return optionalText(field, most).orElseThrow(() -> missing(field, "a text"));
    }

    Optional<String> optionalText(String field, int most) {
        JsonNode node = json.path(field);
        if (isAbsent(node)) {
            return Optional.empty();
        }
        if (!node.isString() || node.asString().length() > most) {
            throw Problem.field(path + field, "not a text of at most " + most + " characters", "write a shorter text");
        }
        return Optional.of(node.asString());
    }

    /** A number as {@link #number}, where there is one. */
    Optional<Integer> optionalNumber(String field, int least, int most) {
        return isAbsent(json.path(field)) ? Optional.empty() : Optional.of((int) number(field, least, most));
    }

    Optional<Boolean> optionalFlag(String field) {
        JsonNode node = json.path(field);
        if (isAbsent(node)) {
            return Optional.empty();
        }
        if (!node.isBoolean()) {
            throw Problem.field(path + field, "neither true nor false", "write true or false");
        }
        return Optional.of(node.asBoolean());
    }

    Optional<ReportBody> object(String field) {
        JsonNode node = json.path(field);
        if (isAbsent(node)) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            throw Problem.field(path + field, "not an object", "write an object");
        }
        return Optional.of(new ReportBody(node, path + field + "."));
    }

    long number(String field, long least, long most) {
        JsonNode node = json.path(field);
        if (isAbsent(node)) {
            throw missing(field, "a number");
        }
        if (!node.canConvertToExactIntegral()
                || !node.canConvertToLong()
                || node.asLong() < least
                || node.asLong() > most) {
            throw Problem.field(path + field, "not a whole number from " + least + " to " + most, "correct the number");
        }
        return node.asLong();
    }

    List<String> texts(String field, int mostTexts, int most) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : array(field, mostTexts)) {
            if (!each.isString() || each.asString().length() > most) {
                throw Problem.field(
                        path + field + "[" + texts.size() + "]",
                        "not a text of at most " + most + " characters",
                        "write a shorter text");
            }
            texts.add(each.asString());
        }
        return texts;
    }

    List<ReportBody> objects(String field, int most) {
        List<ReportBody> objects = new ArrayList<>();
        for (JsonNode each : array(field, most)) {
            String place = path + field + "[" + objects.size() + "]";
            if (!each.isObject()) {
                throw Problem.field(place, "not an object", "write an object");
            }
            objects.add(new ReportBody(each, place + "."));
        }
        return objects;
    }

    private List<JsonNode> array(String field, int most) {
        JsonNode node = json.path(field);
        if (isAbsent(node)) {
            return List.of();
        }
        if (!node.isArray() || node.size() > most) {
            throw Problem.field(path + field, "not a list of at most " + most, "write a list");
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements;
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private Problem missing(String field, String what) {
        return Problem.field(path + field, "missing", "give " + what);
    }
}
