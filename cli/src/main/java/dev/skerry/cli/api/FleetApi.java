package dev.skerry.cli.api;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fleet API over HTTP. A call waits at most 30 s; one that is answered 429 or 503 is made again, five times at most. */
public final class FleetApi {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_TRIES = 5;
    private static final int LONGEST_PAUSE_SECONDS = 10;
    private static final JsonMapper JSON = new JsonMapper();

    private final String base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    /** @param url the server's address, such as {@code http://127.0.0.1:19003} */
    public FleetApi(String url) {
        this.base = url.replaceAll("/+$", "") + "/api/v1/";
    }

    /** The path of names below a collection; each name may hold anything. */
    public static String path(String... names) {
        return Arrays.stream(names)
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    /**
     * Reads.
     *
     * @param path below {@code /api/v1/}
     * @throws CommandException when it is not there, or the fleet does not answer
     */
    public JsonNode get(String path) {
        return call("GET", path, null);
    }

    /**
     * Asks for something; the answer names the event.
     *
     * @throws CommandException when it is refused, with field and remedy, or the fleet does not answer
     */
    public JsonNode post(String path, JsonNode body) {
        return call("POST", path, JSON.writeValueAsString(body));
    }

    /** Asks for something to be removed. */
    public JsonNode delete(String path) {
        return call("DELETE", path, null);
    }

    /**
     * Watches a collection until the stream ends.
     *
     * @param started told the stream once it is open: closing it ends the watch
     * @throws CommandException when the fleet does not answer or the stream breaks
     */
    public void watch(String path, Watcher watcher, java.util.function.Consumer<AutoCloseable> started) {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Accept", "text/event-stream")
                .GET()
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                if (response.statusCode() != 200) {
                    throw refusal(response.statusCode(), lines.lines().collect(Collectors.joining("\n")), path);
                }
                started.accept(response.body());
                new EventStream(watcher).read(lines);
            }
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private JsonNode call(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .timeout(LIMIT)
                .header("Accept", "application/json, application/problem+json")
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            for (int tried = 1; ; tried++) {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                int status = response.statusCode();
                if (status / 100 == 2) {
                    return JSON.readTree(response.body().isBlank() ? "{}" : response.body());
                }
                if (tried == MOST_TRIES || status != 503 && status != 429) {
                    throw refusal(status, response.body(), path);
                }
                TimeUnit.SECONDS.sleep(pause(response.headers().firstValue("Retry-After")));
            }
        } catch (HttpTimeoutException e) {
            throw new CommandException(
                    ExitCode.TIMED_OUT, base + " has not answered within " + LIMIT.toSeconds() + " s", e);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (JacksonException e) {
            throw new CommandException(ExitCode.FAILURE, base + path + " was not answered in JSON", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private URI uri(String path) {
        try {
            return URI.create(base + path);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "not a URL: " + base + path, e);
        }
    }

    private static int pause(Optional<String> retryAfter) {
        return retryAfter
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Math.min(Integer.parseInt(seconds), LONGEST_PAUSE_SECONDS))
                .orElse(1);
    }

    private static CommandException refusal(int status, String body, String path) {
        JsonNode problem = problem(body);
        String detail = problem.path("detail").asString("");
        String what = detail.isEmpty() ? path + " was answered " + status : detail;
        String field = problem.path("field").asString("");
        String remedy = problem.path("remedy").asString("");
        ExitCode code = switch (status) {
            case 404 -> ExitCode.NOT_FOUND;
            case 400, 409, 413, 415, 422 -> ExitCode.REFUSED;
            case 429, 502, 503 -> ExitCode.UNAVAILABLE;
            case 504 -> ExitCode.TIMED_OUT;
            default -> ExitCode.FAILURE;
        };
        return new CommandException(
                code, (field.isEmpty() ? "" : field + ": ") + what + (remedy.isEmpty() ? "" : "; " + remedy));
    }

    private static JsonNode problem(String body) {
        try {
            return JSON.readTree(body.isBlank() ? "{}" : body);
        } catch (JacksonException notJson) {
            return JSON.createObjectNode();
        }
    }

    private CommandException unreachable(IOException cause) {
        return new CommandException(
                ExitCode.UNAVAILABLE,
                "no fleet answers at " + base + ": start one with './skerry up', or name another with --api URL",
                cause);
    }

    private static CommandException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CommandException(ExitCode.FAILURE, "interrupted", cause);
    }
}
