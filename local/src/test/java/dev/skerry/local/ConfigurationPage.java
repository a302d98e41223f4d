package dev.skerry.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/configuration.md, and the names of all settings: from the metadata that Spring's annotation processor makes of each settings record
 * and its Javadoc, and from the services' own files.
 */
final class ConfigurationPage {

    private static final String HEAD = """
            # Configuration

            <!-- Generated from the settings records and their Javadoc: mvn -pl local test -Dtest=ConfigurationPageTest -Dskerry.regenerate=true -->

            Settings are Spring Boot properties: arguments (`--skerry.state-dir=/var/lib/skerry`), environment variables (`SKERRY_STATE_DIR`), or the file `NAME.yaml`
            of the service. A setting that is missing, out of range or misspelt stops the start with its name, what is wrong and the remedy. Local mode (`./skerry up`)
            sets whatever is required itself.

            """;

    private static final String FOOT = """

            ## Of Spring Boot

            | setting | default | meaning |
            |---|---|---|
            | `server.port`, `server.address` | a free port, 127.0.0.1 | the door, with health and metrics under /actuator |
            | `server.tomcat.connection-timeout` | 20s | how long one read or write may take |
            | `server.tomcat.max-connections` | 8192 | connections of the door at once |
            | `management.opentelemetry.tracing.export.otlp.endpoint` | unset | where spans go by OTLP over HTTP, such as http://collector:4318/v1/traces; unset: nothing is recorded |
            | `management.tracing.sampling.probability` | 1 | the share of traces that are recorded, of those that begin here |
            | `logging.structured.format.console` | ecs | the log's form: one JSON object a line (`ecs`, `logstash`, `gelf`); empty: plain text. Local mode writes plain text to a file |

            ## Connecting to Kafka

            | `skerry.kafka.security-protocol` | needs | the broker knows the service by |
            |---|---|---|
            | `SSL`, the default | `skerry.kafka.ssl.ca`, `.certificate`, `.key` | the certificate's subject (mutual TLS) |
            | `SASL_SSL` | `skerry.kafka.ssl.ca`; `skerry.kafka.oauth.issuer`, `.audience`, `.jwks-url`, `.token-url`, `.client-id`, `.client-secret-file` | the token's `sub` (OAUTHBEARER, client credentials) |
            | `PLAINTEXT`, the default in local mode | `skerry.local-mode=true` | nothing |

            All are PEM files. They are looked at whenever a client opens a connection, so a renewed certificate counts without a restart; a connection that stands keeps the one that it
            began with, and files that cannot be used leave the ones from before in force. The client's secret and the registry's authorities are read at the start. Signature, issuer and audience of every
            token are checked before a broker sees it. `PLAINTEXT`, `http://` for the registry and for tokens are for local mode: elsewhere they stop the start.

            ## The secrets folder

            `ca.crt` and `ca.key` (the fleet CA, PEM), `server.crt` and `server.key` (the doors' certificate), `nonce.key` and `cluster.key` (32 random bytes, hex), `bmc/NAME/username` and
            `bmc/NAME/password` (and `bmc/NAME/ca.crt` where a BMC's certificate comes from a CA of its own, `bmc/NAME/cert.sha256` where one certificate is trusted by its hash, `bmc/NAME/cipher-suite` where one takes another than 3 over IPMI; the provisioner alone reads `bmc/`, for power and for crawls), `clusters/` (each cluster's CA, written by the platform installer unless
            `skerry.installer.keys-dir` says where).
            """;

    /** A package of settings records and the services that take them. */
    private static final Map<String, List<Service>> OWNERS = Map.of(
            "dev.skerry.runtime", List.of(Service.values()),
            "dev.skerry.provisioner", List.of(Service.PROVISIONER),
            "dev.skerry.platforminstaller", List.of(Service.INSTALLER),
            "dev.skerry.appmanager", List.of(Service.APP_MANAGER),
            "dev.skerry.dnsregistry", List.of(Service.DNS_REGISTRY));

    private final Map<String, Row> rows = new TreeMap<>();

    private record Row(String meaning, String fallback, Set<Service> services) {}

    private ConfigurationPage() throws IOException {
        for (URL url : Collections.list(
                ConfigurationPage.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = url.openStream()) {
                JsonMapper.shared().readTree(in).path("properties").forEach(this::take);
            }
        }
    }

    private void take(JsonNode property) {
        String name = property.path("name").asString("");
        if (!name.startsWith("skerry.")) {
            return;
        }
        String source = property.path("sourceType").asString("");
        List<Service> owners = OWNERS.entrySet().stream()
                .filter(each -> source.startsWith(each.getKey() + "."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is of " + source));
        Row row = new Row(
                property.path("description").asString(""),
                property.path("defaultValue").isMissingNode() ? "" : text(property.path("defaultValue")),
                new TreeSet<>(owners));
        rows.merge(name, row, (one, other) -> {
            Set<Service> both = new TreeSet<>(one.services());
            both.addAll(other.services());
            return new Row(one.meaning(), one.fallback(), both);
        });
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
                : value.asString();
    }

    /** The page. */
    static String document() throws IOException {
        ConfigurationPage page = new ConfigurationPage();
        StringBuilder text = new StringBuilder(HEAD);
        for (String group : groups(page.rows.keySet())) {
            text.append("## `").append(group).append("`\n\n| setting | of | default | meaning |\n|---|---|---|---|\n");
            for (Map.Entry<String, Row> each : page.rows.entrySet()) {
                if (group.equals(group(each.getKey()))) {
                    text.append(page.line(each.getKey(), each.getValue()));
                }
            }
            text.append('\n');
        }
        return text.toString().stripTrailing() + "\n" + FOOT;
    }

    /** All names, one a line. */
    static String names() throws IOException {
        return String.join("\n", new ConfigurationPage().rows.keySet()) + "\n";
    }

    private static List<String> groups(Set<String> names) {
        return names.stream().map(ConfigurationPage::group).distinct().sorted().toList();
    }

    private static String group(String name) {
        int second = name.indexOf('.', "skerry.".length());
        return second < 0 ? "skerry" : name.substring(0, second);
    }

    private String line(String name, Row row) throws IOException {
        String of = row.services().size() == Service.values().length
                ? "all"
                : row.services().stream().map(Service::title).collect(Collectors.joining(", "));
        List<String> defaults = new ArrayList<>();
        defaults.add(row.fallback().isEmpty() ? "" : "`" + row.fallback() + "`");
        Map<String, List<String>> others = new LinkedHashMap<>();
        for (Service service : row.services()) {
            String own = ownDefault(service, name);
            if (!own.isEmpty() && !own.equals(row.fallback())) {
                others.computeIfAbsent(own, _ -> new ArrayList<>()).add(service.title());
            }
        }
        others.forEach((value, services) -> defaults.add(String.join(", ", services) + " `" + value + "`"));
        return "| `%s` | %s | %s | %s |%n"
                .formatted(
                        name,
                        of,
                        defaults.stream().filter(each -> !each.isEmpty()).collect(Collectors.joining("; ")),
                        row.meaning().replace("|", "\\|"));
    }

    /** What a service's own file says. */
    private static String ownDefault(Service service, String name) throws IOException {
        for (PropertySource<?> source : new YamlPropertySourceLoader()
                .load(service.title(), new ClassPathResource(service.title() + ".yaml"))) {
            if (source instanceof EnumerablePropertySource<?> named
                    && Stream.of(named.getPropertyNames()).anyMatch(name::equals)) {
                return String.valueOf(named.getProperty(name));
            }
        }
        return "";
    }
}
