package dev.skerry.appmanager.rest.documents;

import dev.skerry.rules.FactRule;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.inventory.HardwareClassRequested;
import tools.jackson.databind.JsonNode;

/** A document of the kind HardwareClass: a kind of machine, told by a rule on its facts. */
public final class HardwareClassDocument {

    private static final int LONGEST_DESCRIPTION = 1024;

    private HardwareClassDocument() {}

    /** The request that it is. */
    public static HardwareClassRequested request(JsonNode document, String requestedBy) {
        Fields root = Kind.HARDWARE_CLASS.root(document);
        Fields metadata = root.object("metadata", "name");
        Fields spec = root.object("spec", "rule", "description");
        String rule = spec.text("rule");
        FactRule.fault(rule).ifPresent(fault -> {
            throw Problem.field(
                    spec.path("rule"),
                    fault,
                    "write a condition in CEL on the members of facts, such as facts.cpuCores >= 16");
        });
        return HardwareClassRequested.newBuilder()
                .setName(Syntax.label(metadata.path("name"), metadata.text("name")))
                .setRule(rule)
                .setDescription(
                        Syntax.atMost(LONGEST_DESCRIPTION, spec.path("description"), spec.text("description", "")))
                .setRequestedBy(requestedBy)
                .build();
    }
}
