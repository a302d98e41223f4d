package dev.skerry.catalogue;

import static dev.skerry.catalogue.Yaml.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The catalogue as Strimzi's resources: a KafkaTopic for each topic, a KafkaUser with its ACLs for each service. */
public final class StrimziResources {

    private static final String API = "kafka.strimzi.io/v1";
    private static final String HEAD = "# Generated from the topic catalogue; see docs/kubernetes.md.\n";

    /** The label by which Strimzi knows the cluster that a resource is for. */
    private static final Map<String, Object> LABELS = map("strimzi.io/cluster", "skerry");

    private StrimziResources() {}

    /** All topics, as YAML documents. */
    public static String topics() {
        return HEAD
                + Topics.ALL.stream()
                        .map(StrimziResources::topic)
                        .map(Yaml::text)
                        .collect(Collectors.joining("---\n"));
    }

    private static Map<String, Object> topic(Topic topic) {
        Map<String, Object> config = new LinkedHashMap<>(topic.configuration());
        return resource("KafkaTopic", topic.name(), map("partitions", topic.partitions(), "config", config));
    }

    /** All users, as YAML documents. */
    public static String users() {
        return HEAD
                + Access.ALL.stream()
                        .map(StrimziResources::user)
                        .map(Yaml::text)
                        .collect(Collectors.joining("---\n"));
    }

    private static Map<String, Object> user(Access access) {
        return resource(
                "KafkaUser",
                access.service(),
                map(
                        "authentication",
                        map("type", "tls"),
                        "authorization",
                        map("type", "simple", "acls", acls(access))));
    }

    private static List<Map<String, Object>> acls(Access access) {
        List<Map<String, Object>> acls = new ArrayList<>();
        access.reads().forEach(topic -> acls.add(acl("topic", topic.name(), "literal", "Read", "Describe")));
        access.writes().forEach(topic -> acls.add(acl("topic", topic.name(), "literal", "Write", "Describe")));
        String own = access.service() + "-";
        // Changelogs and repartition topics; what was repartitioned is deleted up to where it was read.
        acls.add(acl("topic", own, "prefix", "Create", "Read", "Write", "Delete", "Describe"));
        acls.add(acl("group", own, "prefix", "Read", "Describe"));
        acls.add(acl("transactionalId", own, "prefix", "Write", "Describe"));
        access.shares()
                .forEach(topic -> acls.add(acl(
                        "group",
                        access.service() + "." + topic.name(),
                        "literal",
                        "Read",
                        "Describe",
                        "AlterConfigs")));
        return acls;
    }

    private static Map<String, Object> acl(String type, String name, String pattern, String... operations) {
        return map(
                "resource", map("type", type, "name", name, "patternType", pattern), "operations", List.of(operations));
    }

    private static Map<String, Object> resource(String kind, String name, Map<String, Object> spec) {
        return map("apiVersion", API, "kind", kind, "metadata", map("name", name, "labels", LABELS), "spec", spec);
    }
}
