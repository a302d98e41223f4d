package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls to one Redfish service (DMTF DSP0266) for one order. Each carries what it is for as X-Request-Id, so that a BMC's log names the
 * cause. A service that takes no Basic authentication is logged in to (section 13.3, sessions).
 */
final class RedfishCalls implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Logger LOG = LoggerFactory.getLogger(RedfishCalls.class);
    private static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
    private static final String TOKEN = "X-Auth-Token";
    private static final int UNAUTHORIZED = 401;
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 1 << 20;

    private final URI address;
    private final HttpClient client;
    private final Optional<Login> login;
    private final String requestId;
    private @Nullable Session session;

    private record Session(String token, Optional<String> location) {}

    /**
     * A resource that was read.
     *
     * @param etag for If-Match, where the service offers one
     */
    record Resource(JsonNode body, Optional<String> etag) {}

    private RedfishCalls(URI address, HttpClient client, Optional<Login> login, String requestId) {
        this.address = address;
        this.client = client;
        this.login = login;
        this.requestId = requestId;
    }

    /** @param requestId what the BMC's log is to name */
    static RedfishCalls to(Bmc bmc, String requestId, RedfishClients clients) throws PowerException {
        return new RedfishCalls(address(bmc.address()), clients.client(bmc), clients.login(bmc), requestId);
    }

    /** The address that the controller was given. */
    URI address() {
        return address;
    }

    Resource get(URI uri) throws PowerException, InterruptedException {
        return read(uri, request(uri));
    }

    /** Reads without showing the credentials, unless that is refused: then it is logged in to. */
    Resource getOpenly(URI uri) throws PowerException, InterruptedException {
        return read(uri, anonymous(uri));
    }

    private Resource read(URI uri, HttpRequest.Builder request) throws PowerException, InterruptedException {
        HttpResponse<byte[]> response = exchange(request.GET().build());
        try {
            return new Resource(
                    JSON.readTree(response.body()), response.headers().firstValue("ETag"));
        } catch (JacksonException e) {
            throw PowerException.passing(uri + " did not answer with JSON: is it a Redfish system?");
        }
    }

    void patch(URI uri, Object body, Optional<String> etag) throws PowerException, InterruptedException {
        HttpRequest.Builder request = request(uri)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(JSON.writeValueAsString(body)));
        etag.ifPresent(known -> request.header("If-Match", known));
        exchange(request.build());
    }

    /** @param limit for the answer: some actions are answered when they are done */
    void post(URI uri, Object body, Duration limit) throws PowerException, InterruptedException {
        exchange(request(uri)
                .timeout(limit)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    void post(URI uri, Object body) throws PowerException, InterruptedException {
        post(uri, body, CALL_LIMIT);
    }

    private HttpRequest.Builder anonymous(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(CALL_LIMIT)
                .header("Accept", "application/json")
                .header("OData-Version", "4.0")
                .header("X-Request-Id", requestId);
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = anonymous(uri);
        if (session != null) {
            request.header(TOKEN, session.token());
        } else {
            login.ifPresent(known -> request.header("Authorization", known.basic()));
        }
        return request;
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws PowerException, InterruptedException {
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() == UNAUTHORIZED && session == null && login.isPresent()) {
            session = session(login.get());
            if (session != null) {
                response = send(HttpRequest.newBuilder(request, (name, _) -> !name.equalsIgnoreCase("Authorization"))
                        .header(TOKEN, session.token())
                        .build());
            }
        }
        refuse(request, response);
        return response;
    }

    /** Logs in; null where that is refused. */
    private @Nullable Session session(Login known) throws PowerException, InterruptedException {
        String body = JSON.writeValueAsString(Map.of("UserName", known.username(), "Password", known.password()));
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(address.resolve(SESSIONS))
                .timeout(CALL_LIMIT)
                .header("Content-Type", "application/json")
                .header("X-Request-Id", requestId)
                .POST(BodyPublishers.ofString(body))
                .build());
        Optional<String> token = response.headers().firstValue(TOKEN).filter(RedfishSystem::isHeader);
        return response.statusCode() / 100 == 2 && token.isPresent()
                ? new Session(token.get(), response.headers().firstValue("Location"))
                : null;
    }

    /** A session that is left open ends by itself, but a controller has room for few. */
    @Override
    public void close() {
        Session open = session;
        if (open == null || open.location().isEmpty()) {
            return;
        }
        try {
            send(request(target(open.location().get(), "session")).DELETE().build());
        } catch (PowerException e) {
            LOG.debug("{}: a session is left open: {}", requestId, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws PowerException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        } catch (IOException e) {
            if (isDistrust(e)) {
                throw PowerException.lasting(
                        "the certificate of " + address.getAuthority() + " is not trusted (" + e.getMessage()
                                + "): put its CA into the secrets folder as bmc/NAME/ca.crt, or its own SHA-256 as bmc/NAME/cert.sha256");
            }
            throw PowerException.passing(address.getAuthority() + " does not answer: " + e);
        }
    }

    /** A handshake that was broken off is not one whose certificate was refused: the next one may succeed. */
    private static boolean isDistrust(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof CertificateException
                        || failure instanceof SSLPeerUnverifiedException
                        || isDistrust(failure.getCause()));
    }

    private static void refuse(HttpRequest request, HttpResponse<byte[]> response) throws PowerException {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return;
        }
        String what = request.method() + " " + request.uri() + " was answered " + status;
        throw switch (status) {
            case 401, 403 -> PowerException.lasting(what + ": check the credentials that credentialsRef names");
            case 404 -> PowerException.lasting(what + ": check the BMC's address");
            case 409 -> PowerException.conflict(what);
            case 408, 412, 423, 425, 429 -> PowerException.passing(what);
            default -> {
                if (status >= 500) {
                    yield PowerException.passing(what);
                }
                String location = response.headers()
                        .firstValue("Location")
                        .map(to -> ": use " + to)
                        .orElse("");
                yield PowerException.lasting(what + location);
            }
        };
    }

    /** Where something is; never on another host, which must not be shown the credentials. */
    URI target(String target, String what) throws PowerException {
        try {
            URI uri = address.resolve(new URI(target));
            if (Objects.equals(uri.getScheme(), address.getScheme())
                    && Objects.equals(uri.getAuthority(), address.getAuthority())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw PowerException.lasting("the system's " + what + " has no address: " + e.getMessage());
        }
        throw PowerException.lasting("the system's " + what + " is on another host: " + target);
    }

    private static URI address(String text) throws PowerException {
        try {
            URI uri = new URI(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw PowerException.lasting("the BMC's address is not a URL: " + e.getMessage());
        }
        throw PowerException.lasting(
                "the BMC's address must be a system's URL, such as https://host/redfish/v1/Systems/1, not '" + text
                        + "'");
    }
}
