package dev.skerry.sim.net;

import dev.skerry.agent.identity.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/** The machines' HTTP calls: shared clients that keep connections alive, and a bound on how many calls are under way. */
public final class Calls implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String PLAIN = "";

    /** @param retryAfterSeconds 0 when the answer does not say */
    public record Answer(int status, String body, int retryAfterSeconds) {

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /** Whether the same call may succeed later. */
        public boolean isPassing() {
            return status / 100 == 5 || status == 429 || status == 408;
        }
    }

    /** What a call meets between a machine and a door. */
    @FunctionalInterface
    public interface Way {

        /** Nothing. */
        Way CLEAR = (request, transmission) -> transmission.send();

        Answer pass(HttpRequest request, Transmission transmission) throws IOException, InterruptedException;

        /** How far the caller's clock is ahead; certificates are judged by it. */
        default Duration clockAhead() {
            return Duration.ZERO;
        }
    }

    /** The call itself; it can be repeated. */
    @FunctionalInterface
    public interface Transmission {
        Answer send() throws IOException, InterruptedException;
    }

    /** Calls that trust the same authorities by the same clock share a client. */
    private record Trust(String ca, Duration clockAhead) {}

    private final Executor executor;
    private final Semaphore underWay;
    private final Map<Trust, HttpClient> clients;
    private final Way way;

    /** @param atOnce how many calls may be under way */
    public Calls(Executor executor, int atOnce) {
        this(executor, new Semaphore(atOnce), new ConcurrentHashMap<>(), Way.CLEAR);
    }

    private Calls(Executor executor, Semaphore underWay, Map<Trust, HttpClient> clients, Way way) {
        this.executor = executor;
        this.underWay = underWay;
        this.clients = clients;
        this.way = way;
    }

    /** The same clients and the same bound, over another way. */
    public Calls over(Way other) {
        return new Calls(executor, underWay, clients, other);
    }

    /** @param ca authorities for https, PEM; empty for http */
    public Answer get(URI uri, String ca) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri).GET(), ca);
    }

    public Answer postJson(URI uri, String ca, JsonNode body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString())),
                ca);
    }

    public Answer postForm(URI uri, String ca, Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)),
                ca);
    }

    private Answer send(HttpRequest.Builder request, String ca) throws IOException, InterruptedException {
        var ready = request.timeout(TIMEOUT).build();
        return way.pass(ready, () -> transmit(ready, ca));
    }

    private Answer transmit(HttpRequest request, String ca) throws IOException, InterruptedException {
        underWay.acquire();
        try {
            var response = client(ca).send(request, BodyHandlers.ofString());
            int wait = response.headers()
                    .firstValue("Retry-After")
                    .filter(value -> value.matches("\\d{1,4}"))
                    .map(Integer::parseInt)
                    .orElse(0);
            return new Answer(response.statusCode(), response.body(), wait);
        } finally {
            underWay.release();
        }
    }

    private HttpClient client(String ca) throws IOException {
        var trust = new Trust(ca, way.clockAhead());
        var known = clients.get(trust);
        if (known != null) {
            return known;
        }
        synchronized (clients) {
            var made = clients.get(trust);
            if (made == null) {
                made = newClient(trust);
                clients.put(trust, made);
            }
            return made;
        }
    }

    private HttpClient newClient(Trust trust) throws IOException {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .executor(executor);
        try {
            return (trust.ca().equals(PLAIN) ? builder : builder.sslContext(tls(trust))).build();
        } catch (GeneralSecurityException e) {
            throw new IOException("not a CA certificate: " + e.getMessage(), e);
        }
    }

    private static SSLContext tls(Trust trust) throws GeneralSecurityException {
        return trust.clockAhead().isZero()
                ? Tls.trusting(trust.ca())
                : SkewedTrust.context(trust.ca(), trust.clockAhead());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
    }
}
