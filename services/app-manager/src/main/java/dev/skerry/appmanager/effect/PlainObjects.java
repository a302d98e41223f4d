package dev.skerry.appmanager.effect;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the objects of manifests into their tenant's namespace and marks them as the app's. Only the platform's own tools stay in
 * the namespaces that their manifests declare: those carry security labels of their own.
 */
final class PlainObjects {

    /** Kinds without a namespace that come with Kubernetes or are common beside it. */
    private static final Set<String> CLUSTER_SCOPED = Set.of(
            "APIService",
            "CSIDriver",
            "ClusterRole",
            "ClusterRoleBinding",
            "CustomResourceDefinition",
            "FlowSchema",
            "GatewayClass",
            "IngressClass",
            "MutatingWebhookConfiguration",
            "Namespace",
            "Node",
            "PersistentVolume",
            "PriorityClass",
            "PriorityLevelConfiguration",
            "RuntimeClass",
            "StorageClass",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "ValidatingWebhookConfiguration",
            "VolumeSnapshotClass");

    private static final Set<String> WITH_PODS =
            Set.of("DaemonSet", "Deployment", "Job", "ReplicaSet", "ReplicationController", "StatefulSet");
    private static final Set<String> SCALED = Set.of("Deployment", "StatefulSet");

    private PlainObjects() {}

    /**
     * Changes the objects in place.
     *
     * @param replicas given to each Deployment and StatefulSet that says nothing of its own
     */
    static List<ObjectNode> placed(List<ObjectNode> objects, AppLabels labels, int replicas) {
        Set<String> accounts = objects.stream()
                .filter(object -> kind(object).equals("ServiceAccount"))
                .map(object -> object.path("metadata").path("name").stringValue())
                .collect(Collectors.toSet());
        Set<String> declared = labels.isPlatform() ? namespaces(objects) : Set.of();
        for (ObjectNode object : objects) {
            mark(object, labels);
            if (!CLUSTER_SCOPED.contains(kind(object)) && !declared.contains(namespace(object.path("metadata")))) {
                member(object, "metadata").put("namespace", labels.namespace());
            }
            if (kind(object).endsWith("RoleBinding")) {
                bind(object, accounts, declared, labels.namespace());
            }
            if (SCALED.contains(kind(object)) && !object.path("spec").has("replicas")) {
                member(object, "spec").put("replicas", replicas);
            }
        }
        return objects;
    }

    private static void mark(ObjectNode object, AppLabels labels) {
        ObjectNode metadata = member(object, "metadata");
        put(member(metadata, "labels"), labels.object());
        member(metadata, "annotations").put(AppLabels.APP, labels.tenant() + "/" + labels.name());
        if (WITH_PODS.contains(kind(object))) {
            ObjectNode template = member(member(object, "spec"), "template");
            put(member(member(template, "metadata"), "labels"), labels.selector());
        }
    }

    /** Service accounts that come with the app are now in its namespace. */
    private static void bind(ObjectNode binding, Set<String> accounts, Set<String> declared, String namespace) {
        for (JsonNode subject : binding.path("subjects")) {
            boolean account = subject.path("kind").asString("").equals("ServiceAccount");
            boolean ours = accounts.contains(subject.path("name").asString("")) || !subject.has("namespace");
            boolean stays = declared.contains(namespace(subject));
            if (account && ours && !stays && subject instanceof ObjectNode node) {
                node.put("namespace", namespace);
            }
        }
    }

    private static Set<String> namespaces(List<ObjectNode> objects) {
        return objects.stream()
                .filter(object -> kind(object).equals("Namespace"))
                .map(object -> object.path("metadata").path("name").stringValue())
                .collect(Collectors.toSet());
    }

    private static String namespace(JsonNode metadataOrSubject) {
        return metadataOrSubject.path("namespace").asString("");
    }

    private static String kind(ObjectNode object) {
        return object.path("kind").stringValue();
    }

    private static void put(ObjectNode node, Map<String, String> values) {
        values.forEach(node::put);
    }

    private static ObjectNode member(ObjectNode object, String name) {
        return object.get(name) instanceof ObjectNode present ? present : object.putObject(name);
    }
}
