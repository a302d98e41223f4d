package dev.skerry.cli.bmc;

import dev.skerry.cli.output.Trees;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One Redfish service (DMTF DSP0266) that is asked for its systems and their interfaces. It is only read. Nothing on another host is
 * asked, whatever it says. Where Basic authentication is refused it is logged in to, and out of.
 */
final class RedfishService implements AutoCloseable {

    private static final String ROOT = "/redfish/v1/";
    private static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
    private static final String TOKEN = "X-Auth-Token";
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 1 << 20;
    private static final int UNAUTHORIZED = 401;

    /** Of systems, and of a system's interfaces. */
    private static final int MOST_MEMBERS = 64;

    /** As many as a document may name. */
    private static final int MOST_MACS = 16;

    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(?::[0-9a-f]{2}){5}");

    private final URI root;
    private final HttpClient client;
    private final Credentials credentials;
    private final long end;
    private @Nullable String token;
    private @Nullable URI session;

    /** @param limit for all that is asked of it */
    RedfishService(String address, HttpClient client, Credentials credentials, Duration limit) {
        this.root = URI.create(address + ROOT);
        this.client = client;
        this.credentials = credentials;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** Its systems. @throws IOException saying what is wrong with it */
    List<FoundSystem> systems() throws IOException, InterruptedException {
        JsonNode service = read(root, false);
        String collection = service.path("Systems").path("@odata.id").asString("");
        if (collection.isEmpty()) {
            throw new IOException("it answers, but is no Redfish service with systems");
        }
        List<FoundSystem> systems = new ArrayList<>();
        for (URI system : members(inside(collection))) {
            systems.add(system(system));
        }
        return systems;
    }

    private FoundSystem system(URI uri) throws IOException, InterruptedException {
        JsonNode system = read(uri, true);
        String interfaces = system.path("EthernetInterfaces").path("@odata.id").asString("");
        Set<String> linked = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        for (URI each : interfaces.isEmpty() ? List.<URI>of() : members(inside(interfaces))) {
            JsonNode nic = read(each, true);
            mac(nic).ifPresent((nic.path("LinkStatus").asString("").equals("LinkUp") ? linked : others)::add);
        }
        linked.addAll(others);
        return new FoundSystem(
                uri.toString(),
                linked.stream().limit(MOST_MACS).toList(),
                said(system.path("SerialNumber")),
                said(system.path("UUID")).toLowerCase(Locale.ROOT));
    }

    /** The one that was burnt in, where both are told. */
    private static Optional<String> mac(JsonNode nic) {
        String permanent = said(nic.path("PermanentMACAddress"));
        String mac = (permanent.isEmpty() ? said(nic.path("MACAddress")) : permanent)
                .toLowerCase(Locale.ROOT)
                .replace('-', ':');
        return Optional.of(mac)
                .filter(text -> MAC.matcher(text).matches())
                .filter(text ->
                        !text.equals("00:00:00:00:00:00") && (Integer.parseInt(text.substring(0, 2), 16) & 1) == 0);
    }

    private static String said(JsonNode node) {
        return node.asString("").strip();
    }

    private List<URI> members(URI collection) throws IOException, InterruptedException {
        List<URI> members = new ArrayList<>();
        for (JsonNode member : read(collection, true).path("Members")) {
            if (members.size() == MOST_MEMBERS) {
                throw new IOException("%s has more than %d members".formatted(collection, MOST_MEMBERS));
            }
            members.add(inside(member.path("@odata.id").asString("")));
        }
        return members;
    }

    /** Where something is; never on another host, which must not be shown the credentials. */
    private URI inside(String link) throws IOException {
        try {
            URI uri = root.resolve(link);
            if (Objects.equals(uri.getScheme(), root.getScheme())
                    && Objects.equals(uri.getAuthority(), root.getAuthority())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("it names something that is no address: " + e.getMessage(), e);
        }
        throw new IOException("it names something on another host: " + link);
    }

    private JsonNode read(URI uri, boolean asUser) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(uri, asUser);
        if (answer.statusCode() == UNAUTHORIZED && token == null) {
            logIn();
            answer = get(uri, true);
        }
        if (answer.statusCode() / 100 != 2) {
            String remedy = switch (answer.statusCode()) {
                case 401, 403 -> ": check the credentials that --credentials names";
                case 404 -> ": is it a Redfish service?";
                default -> "";
            };
            throw new IOException("GET " + uri.getPath() + " was answered " + answer.statusCode() + remedy);
        }
        try {
            return Trees.JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException("GET " + uri.getPath() + " was not answered with JSON: is it a Redfish service?", e);
        }
    }

    private HttpResponse<byte[]> get(URI uri, boolean asUser) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(uri).GET();
        if (token != null) {
            request.header(TOKEN, token);
        } else if (asUser) {
            request.header("Authorization", credentials.basic());
        }
        return send(request);
    }

    private void logIn() throws IOException, InterruptedException {
        ObjectNode body = Trees.JSON.createObjectNode();
        body.put("UserName", credentials.username()).put("Password", credentials.password());
        HttpResponse<byte[]> answer = send(request(root.resolve(SESSIONS))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
        Optional<String> told = answer.headers().firstValue(TOKEN);
        if (answer.statusCode() / 100 != 2 || told.isEmpty()) {
            throw new IOException("it refuses the credentials that --credentials names");
        }
        token = told.get();
        Optional<String> location = answer.headers().firstValue("Location");
        if (location.isPresent()) {
            session = inside(location.get());
        }
    }

    /** A controller has room for few sessions. */
    @Override
    public void close() {
        if (session == null || token == null) {
            return;
        }
        try {
            send(request(session).DELETE().header(TOKEN, token));
        } catch (IOException e) {
            // It ends by itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest.Builder request(URI uri) throws IOException {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.toMillis() <= 0) {
            throw new IOException("it takes too long");
        }
        return HttpRequest.newBuilder(uri)
                .timeout(left.compareTo(CALL_LIMIT) < 0 ? left : CALL_LIMIT)
                .header("Accept", "application/json")
                .header("OData-Version", "4.0");
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    }
}
