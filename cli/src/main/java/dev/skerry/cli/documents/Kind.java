package dev.skerry.cli.documents;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of documents, in the order in which they are applied: machines stand at sites, apps on clusters. */
public enum Kind {
    SITE("Site", "sites"),
    INSTALL_PROFILE("InstallProfile", "installprofiles"),
    HARDWARE_CLASS("HardwareClass", "hardwareclasses"),
    MACHINE("Machine", "machines"),
    CLUSTER("Cluster", "clusters"),
    APP("App", "apps");

    private final String title;
    private final String collection;

    Kind(String title, String collection) {
        this.title = title;
        this.collection = collection;
    }

    /** As it is written in a document. */
    public String title() {
        return title;
    }

    /** Where it is posted. */
    public String collection() {
        return collection;
    }

    static Optional<Kind> of(String title) {
        return Arrays.stream(values()).filter(kind -> kind.title.equals(title)).findFirst();
    }

    static String titles() {
        return Arrays.stream(values()).map(Kind::title).collect(Collectors.joining(", "));
    }
}
