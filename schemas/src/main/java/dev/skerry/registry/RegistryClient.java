package dev.skerry.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The part of Confluent's Schema Registry REST protocol (API v7) that Skerry uses. Schemas are sent without Java's own properties, so
 * that writers in every language share one schema. Calls wait at most 10 s.
 */
public final class RegistryClient implements SchemaIds {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final HttpClient http;

    private RegistryClient(String url, HttpClient http) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.http = http;
    }

    /** @param url the API's base, such as {@code http://127.0.0.1:8081/apis/ccompat/v7} */
    public RegistryClient(String url) {
        this(url, client().build());
    }

    /**
     * A client that knows the registry by authorities of one's own.
     *
     * @param url the API's base, https
     * @param ca the authorities' certificates, PEM; null for those of the JDK
     * @throws IllegalArgumentException when the file holds no certificates
     */
    public static RegistryClient of(URI url, @Nullable Path ca) {
        return ca == null
                ? new RegistryClient(url.toString())
                : new RegistryClient(
                        url.toString(), client().sslContext(trusting(ca)).build());
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT);
    }

    private static SSLContext trusting(Path ca) {
        try (InputStream in = Files.newInputStream(ca)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), each);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(ca + " holds no certificates in PEM: " + e.getMessage(), e);
        }
    }

    @Override
    public int lookup(String subject, Schema schema) {
        return call("POST", "/subjects/" + path(subject) + "?normalize=false", body("schema", portable(schema)))
                .get("id")
                .asInt();
    }

    /**
     * Registers a schema as the newest version of a subject; a known one keeps its id.
     *
     * @return the schema's id
     * @throws RegistryException with status 409 when it is incompatible with an earlier version
     */
    public int register(String subject, Schema schema) {
        return call("POST", "/subjects/" + path(subject) + "/versions", body("schema", portable(schema)))
                .get("id")
                .asInt();
    }

    /** Sets a subject's compatibility level, such as {@code FULL_TRANSITIVE}. */
    public void compatibility(String subject, String level) {
        call("PUT", "/config/" + path(subject), body("compatibility", level));
    }

    /** All subjects. */
    public List<String> subjects() {
        return JSON.convertValue(
                call("GET", "/subjects", null),
                JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    @Override
    public Schema byId(int id) {
        return new Schema.Parser()
                .parse(call("GET", "/schemas/ids/" + id, null).get("schema").asText());
    }

    /**
     * Asks for as little as possible.
     *
     * @param limit how long an answer may take
     * @throws RegistryException when there is none, or it says that something is wrong
     */
    public void ping(Duration limit) {
        call("GET", "/config", null, limit);
    }

    /** A schema as every language sees it: without {@code avro.java.string}. */
    public static String portable(Schema schema) {
        try {
            JsonNode json = JSON.readTree(schema.toString());
            strip(json);
            return JSON.writeValueAsString(json.isObject() && json.size() == 1 ? json.get("type") : json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a schema: " + schema, e);
        }
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("avro.java.string");
        }
        node.forEach(RegistryClient::strip);
    }

    private JsonNode call(String method, String path, @Nullable String body) {
        return call(method, path, body, LIMIT);
    }

    private JsonNode call(String method, String path, @Nullable String body, Duration limit) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(limit)
                .header("Content-Type", CONTENT_TYPE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new RegistryException(
                        response.statusCode(),
                        method + " " + path + " was answered " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new RegistryException("the schema registry at " + url + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException("interrupted while waiting for the schema registry", e);
        }
    }

    private static String body(String name, String value) {
        return JSON.createObjectNode().put(name, value).toString();
    }

    private static String path(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8);
    }
}
