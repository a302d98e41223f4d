package dev.skerry.sim.world;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** A world as the documents that people apply: one list a kind. */
public record Documents(List<JsonNode> sites, List<JsonNode> machines, List<JsonNode> clusters, List<JsonNode> apps) {

    static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    /**
     * Reads sites.yaml and machines.yaml, and clusters.yaml and apps.yaml where they exist.
     *
     * @throws IOException when a file is missing or is not YAML
     */
    public static Documents read(Path folder) throws IOException {
        return new Documents(
                read(folder.resolve("sites.yaml"), "Site", true),
                read(folder.resolve("machines.yaml"), "Machine", true),
                read(folder.resolve("clusters.yaml"), "Cluster", false),
                read(folder.resolve("apps.yaml"), "App", false));
    }

    private static List<JsonNode> read(Path file, String kind, boolean needed) throws IOException {
        if (!needed && !Files.exists(file)) {
            return List.of();
        }
        var found = new ArrayList<JsonNode>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(Files.readString(file))) {
            while (documents.hasNextValue()) {
                var document = documents.nextValue();
                if (document.isObject() && document.path("kind").asString("").equals(kind)) {
                    found.add(document);
                }
            }
        } catch (JacksonException e) {
            throw new IOException(file + " is not YAML: " + e.getOriginalMessage(), e);
        }
        return found;
    }

    static boolean hasRedfish(JsonNode machine) {
        return machine.path("spec")
                .path("bmc")
                .path("protocol")
                .asString("none")
                .equals("redfish");
    }

    /** As below, at 127.0.0.1 and with plain HTTP for every BMC. */
    public void write(Path folder, int bmcPort) throws IOException {
        write(folder, "127.0.0.1", bmcPort, _ -> Optional.empty(), "");
    }

    /**
     * Writes what a person would announce: machines without a BMC are left out, for they are to be discovered, and the others'
     * BMCs get the address at which they really listen.
     *
     * @param host what the simulator is reached under
     * @param bmcPort of its Redfish service
     * @param secured the port of a machine's BMC that speaks HTTPS, by the machine's name
     * @param credentials what the credentials of those are called
     */
    public void write(
            Path folder, String host, int bmcPort, Function<String, Optional<Integer>> secured, String credentials)
            throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("sites.yaml"), sites);
        write(
                folder.resolve("machines.yaml"),
                machines.stream()
                        .filter(Documents::hasRedfish)
                        .map(machine -> addressed(
                                machine,
                                host,
                                bmcPort,
                                secured.apply(
                                        machine.path("metadata").path("name").asString("")),
                                credentials))
                        .toList());
        write(folder.resolve("clusters.yaml"), clusters);
        write(folder.resolve("apps.yaml"), apps);
    }

    private static JsonNode addressed(
            JsonNode machine, String host, int port, Optional<Integer> secured, String credentials) {
        var copy = machine.deepCopy();
        if (copy.path("spec").path("bmc") instanceof ObjectNode bmc) {
            String path = URI.create(bmc.path("address").asString("")).getPath();
            bmc.put("address", "http://" + host + ":" + port + path);
            secured.ifPresent(own ->
                    bmc.put("address", "https://" + host + ":" + own + path).put("credentialsRef", credentials));
        }
        return copy;
    }

    private static void write(Path file, List<JsonNode> documents) throws IOException {
        if (documents.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        var text = new StringBuilder();
        for (JsonNode document : documents) {
            text.append(YAML.writeValueAsString(document));
        }
        Files.writeString(file, text);
    }
}
