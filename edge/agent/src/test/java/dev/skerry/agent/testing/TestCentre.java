package dev.skerry.agent.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two HTTPS doors that an agent speaks to, as docs/protocols.md has them, with knobs for what can go wrong. */
public final class TestCentre implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long PATIENCE_SECONDS = 20;

    /** @param retryAfter seconds; 0 leaves the header out */
    public record Refusal(int status, int retryAfter) {}

    /** @param lastEventId empty when the agent sent none */
    public record FeedContact(String cluster, BigInteger serial, String lastEventId) {}

    /** @param serial of the client certificate */
    public record Received(String cluster, BigInteger serial, Instant at, JsonNode report) {}

    private final TestAuthority authority;
    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, Desired> desired = new ConcurrentHashMap<>();
    private final List<OutputStream> feeds = new CopyOnWriteArrayList<>();

    public final BlockingQueue<FeedContact> feedContacts = new LinkedBlockingQueue<>();
    public final BlockingQueue<Received> reports = new LinkedBlockingQueue<>();
    public final BlockingQueue<String> renewals = new LinkedBlockingQueue<>();
    public final BlockingQueue<Refusal> refuseReports = new LinkedBlockingQueue<>();
    /** The serial numbers of the certificates, in the order in which they were signed. */
    public final List<BigInteger> signed = new CopyOnWriteArrayList<>();

    public final List<Instant> refusedAt = new CopyOnWriteArrayList<>();
    public volatile Instant certificatesBegin = Instant.now().minusSeconds(60);

    private record Desired(long generation, String json) {}

    /** @param port 0 takes a free one */
    public TestCentre(TestAuthority authority, int port) {
        this.authority = authority;
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()) {
            @Override
            public void configure(HttpsParameters parameters) {
                var ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setWantClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        server.setExecutor(executor);
        server.createContext("/clusters/", this::certificates);
        server.createContext("/agent/v1/feed", this::feed);
        server.createContext("/agent/v1/reports", this::report);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI url(String path) {
        return URI.create("https://127.0.0.1:" + port() + path);
    }

    /** Lets one enrolment of a cluster through. */
    public void allow(String cluster, String token) {
        tokens.put(cluster, token);
    }

    /** Puts a desired state in force without telling agents that are connected. */
    public void preset(String cluster, long generation, String json) {
        desired.put(cluster, new Desired(generation, json));
    }

    /** Puts a desired state in force and tells the agents that are connected, whatever cluster they are of. */
    public void push(String cluster, long generation, String json) {
        preset(cluster, generation, json);
        send("event: desired\nid: " + generation + "\ndata: " + json + "\n\n");
    }

    /** Sends raw text to every open feed. */
    public void send(String text) {
        for (OutputStream feed : feeds) {
            try {
                feed.write(text.getBytes(StandardCharsets.UTF_8));
                feed.flush();
            } catch (IOException gone) {
                feeds.remove(feed);
            }
        }
    }

    /** Waits for a report that matches; earlier ones are dropped. */
    public JsonNode awaitReport(Predicate<JsonNode> matching) throws InterruptedException {
        var dropped = new ArrayList<JsonNode>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            var next = reports.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("no such report; there were " + dropped);
            }
            if (matching.test(next.report())) {
                return next.report();
            }
            dropped.add(next.report());
        }
    }

    public FeedContact awaitFeed() throws InterruptedException {
        var contact = feedContacts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (contact == null) {
            throw new AssertionError("no agent asked for the feed");
        }
        return contact;
    }

    private void certificates(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            String cluster = path[2];
            var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            Duration life = Duration.ofHours(3);
            if (path[3].equals("enrolment")) {
                String token = tokens.get(cluster);
                if (token == null || !token.equals(body.path("token").asString(""))) {
                    exchange.sendResponseHeaders(token == null ? 409 : 403, -1);
                    return;
                }
                tokens.remove(cluster);
            } else {
                var client = client(exchange);
                if (client == null || !name(client).equals(cluster)) {
                    exchange.sendResponseHeaders(403, -1);
                    return;
                }
                certificatesBegin = Instant.now().minusSeconds(60);
            }
            var certificate = authority.sign(body.path("csr").asString(""), certificatesBegin, life);
            signed.add(certificate.getSerialNumber());
            if (path[3].equals("renewal")) {
                renewals.add(cluster);
            }
            var answer = JSON.createObjectNode()
                    .put("certificate", TestAuthority.pem(certificate))
                    .put("ca", authority.pem());
            byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void feed(HttpExchange exchange) throws IOException {
        var client = client(exchange);
        if (client == null) {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
            return;
        }
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        feeds.add(out);
        var now = desired.get(name(client));
        String first = now != null && now.generation() > (last == null ? 0 : Long.parseLong(last))
                ? "event: desired\nid: " + now.generation() + "\ndata: " + now.json() + "\n\n"
                : ": hello\n\n";
        out.write(first.getBytes(StandardCharsets.UTF_8));
        out.flush();
        feedContacts.add(new FeedContact(name(client), client.getSerialNumber(), last == null ? "" : last));
    }

    private void report(HttpExchange exchange) throws IOException {
        try (exchange) {
            var client = client(exchange);
            var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var refusal = refuseReports.poll();
            if (client == null) {
                exchange.sendResponseHeaders(403, -1);
            } else if (refusal != null) {
                refusedAt.add(Instant.now());
                if (refusal.retryAfter() > 0) {
                    exchange.getResponseHeaders().set("Retry-After", Integer.toString(refusal.retryAfter()));
                }
                exchange.sendResponseHeaders(refusal.status(), -1);
            } else {
                exchange.sendResponseHeaders(202, -1);
                reports.add(new Received(name(client), client.getSerialNumber(), Instant.now(), body));
            }
        }
    }

    private static @Nullable X509Certificate client(HttpExchange exchange) {
        try {
            var session = ((HttpsExchange) exchange).getSSLSession();
            return (X509Certificate) session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException without) {
            return null;
        }
    }

    private static String name(X509Certificate client) {
        return client.getSubjectX500Principal().getName().replaceFirst("^CN=", "");
    }

    /** Every connection breaks. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
