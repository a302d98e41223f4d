package dev.skerry.testing.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The KafkaUsers of k8s/, as Strimzi's user operator makes ACLs of them. */
public final class KafkaUsers {

    private KafkaUsers() {}

    /** The services' users. @param home the repository's folder */
    public static List<AclBinding> acls(Path home) throws IOException {
        return of(home.resolve("k8s/base/kafka/users.yaml"));
    }

    /** All users of a file; other resources are passed over. */
    static List<AclBinding> of(Path file) throws IOException {
        List<AclBinding> acls = new ArrayList<>();
        for (JsonNode user : resources(file, "KafkaUser")) {
            // A user with TLS is known by the subject of the certificate that Strimzi makes for it.
            String principal = "User:CN=" + user.path("metadata").path("name").asString();
            for (JsonNode acl : user.path("spec").path("authorization").path("acls")) {
                for (JsonNode operation : acl.path("operations")) {
                    acls.add(binding(principal, acl.path("resource"), operation.asString()));
                }
            }
        }
        return acls;
    }

    /** The resources of one kind in a file of YAML documents. */
    static List<JsonNode> resources(Path file, String kind) throws IOException {
        try (MappingIterator<JsonNode> documents =
                new YAMLMapper().readerFor(JsonNode.class).readValues(Files.readString(file))) {
            return documents.readAll().stream()
                    .filter(each -> each.path("kind").asString("").equals(kind))
                    .toList();
        }
    }

    private static AclBinding binding(String principal, JsonNode resource, String operation) {
        return new AclBinding(
                new ResourcePattern(
                        ResourceType.valueOf(words(resource.path("type").asString())),
                        resource.path("name").asString(),
                        resource.path("patternType").asString().equals("prefix")
                                ? PatternType.PREFIXED
                                : PatternType.LITERAL),
                new AccessControlEntry(
                        principal, "*", AclOperation.valueOf(words(operation)), AclPermissionType.ALLOW));
    }

    /** {@code AlterConfigs} as {@code ALTER_CONFIGS}. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
}
