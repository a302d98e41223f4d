package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.Nearest;
import dev.skerry.runtime.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * The query parameters of a request. Read from the query alone: a body that a client mislabels as a form, as curl does, stays
 * unread.
 */
final class Query {

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /** @throws Problem 400 for a parameter that is not among the names: a filter with a typing mistake must not show everything */
    static Query of(HttpServletRequest request, String... names) {
        String query = request.getQueryString();
        Map<String, String> values = UriComponentsBuilder.newInstance()
                .query(query)
                .build()
                .getQueryParams()
                .toSingleValueMap();
        List<String> allowed = List.of(names);
        for (String name : values.keySet()) {
            if (!allowed.contains(name)) {
                throw new Problem(
                        400,
                        name,
                        "unknown query parameter " + name,
                        Nearest.to(name, allowed)
                                .map(near -> "did you mean " + near + "?")
                                .orElse(
                                        allowed.isEmpty()
                                                ? "leave it out"
                                                : "allowed are " + String.join(", ", allowed)));
            }
        }
        return new Query(values);
    }

    /** A parameter that was given and is not empty. */
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name))
                .map(value -> UriUtils.decode(value.replace('+', ' '), StandardCharsets.UTF_8))
                .filter(value -> !value.isEmpty());
    }

    /** Whether a value is the one that was asked for; true when none was. */
    boolean matches(String name, String value) {
        return get(name).map(value::equals).orElse(true);
    }
}
