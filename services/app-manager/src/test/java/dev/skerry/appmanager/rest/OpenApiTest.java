package dev.skerry.appmanager.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.effect.YamlTrees;
import dev.skerry.catalogue.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The description of the API says what the API does: no route more, none less, and the members that there are. */
class OpenApiTest {

    private static final JsonNode DOCUMENT = document();
    private static final Set<String> WITHHELD = Set.of("nonce");

    @Test
    void routesAndDescriptionAgree() {
        Set<String> described = new TreeSet<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue().propertyNames().forEach(member -> {
                    if (Set.of("get", "post", "put", "patch", "delete").contains(member)) {
                        described.add(member + " " + path.getKey());
                    }
                }));
        Set<String> served = new TreeSet<>();
        try (TestFleet fleet = new TestFleet()) {
            fleet.mappings().getHandlerMethods().forEach((info, handler) -> {
                if (handler.getBeanType().getPackageName().startsWith("dev.skerry")) {
                    for (String pattern : info.getPatternValues()) {
                        info.getMethodsCondition()
                                .getMethods()
                                .forEach(method ->
                                        served.add(method.name().toLowerCase(java.util.Locale.ROOT) + " " + pattern));
                    }
                }
            });
        }
        assertThat(served).isEqualTo(described).hasSizeGreaterThan(20);
    }

    @Test
    void pathParametersAreDescribed() {
        DOCUMENT.path("paths").properties().forEach(path -> {
            Set<String> named = Stream.of(path.getKey().split("/"))
                    .filter(part -> part.startsWith("{"))
                    .map(part -> part.substring(1, part.length() - 1))
                    .collect(Collectors.toSet());
            path.getValue().properties().stream()
                    .filter(operation -> operation.getValue().has("responses"))
                    .forEach(operation -> assertThat(operation
                                    .getValue()
                                    .path("parameters")
                                    .valueStream()
                                    .map(OpenApiTest::resolved)
                                    .filter(parameter ->
                                            parameter.path("in").stringValue().equals("path"))
                                    .map(parameter -> parameter.path("name").stringValue()))
                            .as(operation.getKey() + " " + path.getKey())
                            .containsExactlyInAnyOrderElementsOf(named));
        });
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryPartIsUsed() {
        Set<String> references = new HashSet<>();
        collect(DOCUMENT, references);
        assertThat(references)
                .allSatisfy(reference -> assertThat(
                                DOCUMENT.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
        for (String part : List.of("schemas", "parameters", "responses")) {
            assertThat(DOCUMENT.path("components").path(part).propertyNames())
                    .allSatisfy(name -> assertThat(references).contains("#/components/" + part + "/" + name));
        }
    }

    @Test
    void operationsAreNamedOnce() {
        List<String> names = DOCUMENT.path("paths")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .filter(operation -> operation.has("responses"))
                .map(operation -> operation.path("operationId").stringValue())
                .toList();
        assertThat(names).doesNotHaveDuplicates().doesNotContainNull().hasSizeGreaterThan(20);
    }

    static Stream<Schema> records() {
        Set<Schema> found = new HashSet<>();
        Stream.of(
                        Topics.SITE_STATE,
                        Topics.MACHINE_STATE,
                        Topics.CLUSTER_STATE,
                        Topics.INSTALL_PROFILE_STATE,
                        Topics.HARDWARE_CLASS_STATE,
                        Topics.CRAWL_EVENTS,
                        Topics.APP_STATE,
                        Topics.PLACEMENT_STATE,
                        Topics.RECORD_STATE,
                        Topics.CLUSTER_STATUS)
                .flatMap(topic -> topic.types().stream())
                .forEach(type -> collect(SpecificData.get().getSchema(type), found));
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void schemasHaveTheMembersOfTheRecords(Schema schema) {
        JsonNode described = DOCUMENT.at("/components/schemas/" + schema.getName());
        if (schema.getType() == Schema.Type.ENUM) {
            assertThat(described.path("enum").valueStream().map(JsonNode::stringValue))
                    .containsExactlyElementsOf(schema.getEnumSymbols());
            return;
        }
        List<Schema.Field> fields = schema.getFields().stream()
                .filter(field -> !WITHHELD.contains(field.name()))
                .toList();
        assertThat(described.path("properties").propertyNames())
                .containsExactlyElementsOf(
                        fields.stream().map(Schema.Field::name).toList());
        assertThat(described.path("required").valueStream().map(JsonNode::stringValue))
                .containsExactlyElementsOf(fields.stream()
                        .filter(field -> !field.schema().isNullable())
                        .map(Schema.Field::name)
                        .toList());
    }

    private static void collect(Schema schema, Set<Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.add(schema)) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case ENUM -> found.add(schema);
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            case UNION -> schema.getTypes().forEach(type -> collect(type, found));
            default -> {
                // a plain value
            }
        }
    }

    private static void collect(JsonNode node, Set<String> references) {
        JsonNode reference = node.path("$ref");
        if (reference.isString()) {
            references.add(reference.stringValue());
        }
        node.forEach(child -> collect(child, references));
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").stringValue().substring(1)) : node;
    }

    private static JsonNode document() {
        try {
            return YamlTrees.parse(Files.readString(Path.of("../../docs/openapi.yaml")))
                    .getFirst();
        } catch (Exception e) {
            throw new IllegalStateException("docs/openapi.yaml cannot be read", e);
        }
    }
}
