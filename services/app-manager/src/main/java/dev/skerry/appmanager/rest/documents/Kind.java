package dev.skerry.appmanager.rest.documents;

import dev.skerry.runtime.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The kinds of documents. */
public enum Kind {
    SITE("Site", "sites"),
    INSTALL_PROFILE("InstallProfile", "installprofiles"),
    HARDWARE_CLASS("HardwareClass", "hardwareclasses"),
    MACHINE("Machine", "machines"),
    CLUSTER("Cluster", "clusters"),
    APP("App", "apps");

    private static final String API_VERSION = "skerry.dev/v1";

    private final String title;
    private final String collection;

    Kind(String title, String collection) {
        this.title = title;
        this.collection = collection;
    }

    /** The members of a document's root, which must be of this kind. */
    Fields root(JsonNode document) {
        Fields root = Fields.of(document, "apiVersion", "kind", "metadata", "spec");
        String version = root.text("apiVersion");
        if (!version.equals(API_VERSION)) {
            throw Problem.field("apiVersion", version + " is not known", "write " + API_VERSION);
        }
        String kind = root.text("kind");
        if (!kind.equals(title)) {
            throw Problem.field("kind", "a " + kind + " is not taken here", remedy(kind));
        }
        return root;
    }

    private static String remedy(String kind) {
        Optional<Kind> other =
                Arrays.stream(values()).filter(each -> each.title.equals(kind)).findFirst();
        if (other.isPresent()) {
            return "POST it to /api/v1/" + other.get().collection;
        }
        List<String> titles = Arrays.stream(values()).map(each -> each.title).toList();
        return Nearest.to(kind, titles)
                .map(near -> "did you mean " + near + "?")
                .orElse("write one of " + String.join(", ", titles));
    }
}
