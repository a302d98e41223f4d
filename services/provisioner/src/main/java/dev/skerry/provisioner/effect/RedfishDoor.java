package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One system of a Redfish service (DMTF DSP0266). Each call carries the task and its attempt as X-Request-Id, so that a BMC's log
 * names the cause.
 */
final class RedfishDoor implements PowerDoor {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 1 << 20;

    private final URI address;
    private final HttpClient client;
    private final Optional<String> authorization;
    private final Guard guard;
    private final String requestId;
    private @Nullable RedfishSystem last;

    private RedfishDoor(URI address, HttpClient client, Optional<String> authorization, Guard guard, String requestId) {
        this.address = address;
        this.client = client;
        this.authorization = authorization;
        this.guard = guard;
        this.requestId = requestId;
    }

    static RedfishDoor to(PowerOrder order, RedfishClients clients, Guard guard) throws PowerException {
        Bmc bmc = order.bmc();
        return new RedfishDoor(
                address(bmc.address()),
                clients.client(bmc),
                clients.authorization(bmc),
                guard,
                order.command().taskId() + "/" + order.command().attempt());
    }

    @Override
    public Seen read() throws PowerException {
        return system().power();
    }

    @Override
    public void bootOnceFromNetwork() throws PowerException {
        String body = JSON.writeValueAsString(
                Map.of("Boot", Map.of("BootSourceOverrideEnabled", "Once", "BootSourceOverrideTarget", "Pxe")));
        guard.repeatable(() -> {
            RedfishSystem system = get();
            if (!system.bootTargets().isEmpty() && !system.bootTargets().contains("Pxe")) {
                throw PowerException.lasting(
                        "the system cannot be told to boot from the network: it takes " + system.bootTargets());
            }
            HttpRequest.Builder request = request(address)
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString(body));
            system.etag().ifPresent(etag -> request.header("If-Match", etag));
            return exchange(request.build());
        });
    }

    @Override
    public void on() throws PowerException {
        reset("On", "ForceOn", "PushPowerButton");
    }

    @Override
    public void off() throws PowerException {
        reset("ForceOff", "GracefulShutdown", "PushPowerButton");
    }

    @Override
    public boolean restart() throws PowerException {
        String[] ways = {"ForceRestart", "PowerCycle"};
        if (known().reset(ways).isEmpty()) {
            return false;
        }
        reset(ways);
        return true;
    }

    /** Resets the system in the first of these ways that it takes. */
    private void reset(String... preferred) throws PowerException {
        RedfishSystem system = known();
        String type = system.reset(preferred)
                .orElseThrow(() -> PowerException.lasting(
                        "the system takes none of " + String.join(", ", preferred) + ", only " + system.resetTypes()));
        URI target = action(system.resetTarget()
                .orElseThrow(
                        () -> PowerException.lasting("the system has no reset action: is its address a system's?")));
        HttpRequest request = request(target)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("ResetType", type))))
                .build();
        guard.once(() -> exchange(request));
    }

    private RedfishSystem known() throws PowerException {
        return last == null ? system() : last;
    }

    private RedfishSystem system() throws PowerException {
        RedfishSystem system = guard.repeatable(this::get);
        last = system;
        return system;
    }

    private RedfishSystem get() throws PowerException, InterruptedException {
        HttpResponse<byte[]> response = exchange(request(address).GET().build());
        try {
            return RedfishSystem.of(
                    JSON.readTree(response.body()), response.headers().firstValue("ETag"));
        } catch (JacksonException e) {
            throw PowerException.passing(address + " did not answer with JSON: is it a Redfish system?");
        }
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(CALL_LIMIT)
                .header("Accept", "application/json")
                .header("OData-Version", "4.0")
                .header("X-Request-Id", requestId);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws PowerException, InterruptedException {
        try {
            HttpResponse<byte[]> response =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
            refuse(request, response);
            return response;
        } catch (IOException e) {
            if (isDistrust(e)) {
                throw PowerException.lasting("the certificate of " + address.getAuthority() + " is not trusted ("
                        + e.getMessage() + "): put its CA into the secrets folder as bmc/NAME/ca.crt");
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

    /** Where an action is; never on another host, which must not be shown the credentials. */
    private URI action(String target) throws PowerException {
        try {
            URI uri = address.resolve(new URI(target));
            if (Objects.equals(uri.getScheme(), address.getScheme())
                    && Objects.equals(uri.getAuthority(), address.getAuthority())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw PowerException.lasting("the system's reset action has no address: " + e.getMessage());
        }
        throw PowerException.lasting("the system's reset action is on another host: " + target);
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
