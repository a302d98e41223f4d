package dev.skerry.appmanager.effect;

import java.io.Serial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Plain manifests: YAML documents, each a Kubernetes object or a List of them. */
public final class Manifests {

    private static final int MOST_OBJECTS = 1000;

    private Manifests() {}

    /** Manifests that cannot be applied, with what to do about it. */
    public static final class BadManifestException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        private final String reason;
        private final String remedy;

        BadManifestException(String reason, String remedy) {
            super(reason);
            this.reason = reason;
            this.remedy = remedy;
        }

        /** What is wrong, and where. */
        public String reason() {
            return reason;
        }

        /** What to do about it. */
        public String remedy() {
            return remedy;
        }
    }

    /** The objects of a text in its order, those of a List in its place. */
    public static List<ObjectNode> parse(String text) throws BadManifestException {
        List<JsonNode> documents;
        try {
            documents = YamlTrees.parse(text);
        } catch (YamlTrees.NotYamlException e) {
            throw new BadManifestException("not YAML: " + e.reason(), "correct it there");
        }
        List<ObjectNode> objects = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            add(objects, documents.get(i), "document " + (i + 1));
        }
        if (objects.isEmpty()) {
            throw new BadManifestException("there is no Kubernetes object in it", "write at least one");
        }
        if (objects.size() > MOST_OBJECTS) {
            throw new BadManifestException(objects.size() + " objects are too many", "write at most " + MOST_OBJECTS);
        }
        refuseTwins(objects);
        return objects;
    }

    private static void add(List<ObjectNode> objects, JsonNode document, String place) throws BadManifestException {
        if (!(document instanceof ObjectNode object)) {
            throw new BadManifestException(
                    place + " is not a Kubernetes object", "write a mapping with apiVersion, kind and metadata.name");
        }
        require(object.path("apiVersion"), place, "apiVersion");
        String kind = require(object.path("kind"), place, "kind");
        if (kind.equals("List") && object.path("items").isArray()) {
            int index = 0;
            for (JsonNode item : object.path("items")) {
                add(objects, item, place + ", items[" + index++ + "]");
            }
            return;
        }
        require(object.path("metadata").path("name"), place, "metadata.name");
        objects.add(object);
    }

    private static String require(JsonNode value, String place, String field) throws BadManifestException {
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new BadManifestException(place + " has no " + field, "give it " + field + ", a text");
        }
        return value.stringValue();
    }

    private static void refuseTwins(List<ObjectNode> objects) throws BadManifestException {
        Set<String> seen = new HashSet<>();
        for (ObjectNode object : objects) {
            String name = object.path("kind").stringValue() + " "
                    + object.path("metadata").path("name").stringValue();
            if (!seen.add(object.path("apiVersion").stringValue() + " " + name)) {
                throw new BadManifestException(
                        name + " stands twice", "all objects of an app share one namespace: give it another name");
            }
        }
    }
}
