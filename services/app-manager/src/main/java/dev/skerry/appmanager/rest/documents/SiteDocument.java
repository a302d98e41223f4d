package dev.skerry.appmanager.rest.documents;

import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.SiteRequested;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A document of the kind Site. */
public final class SiteDocument {

    private static final Map<String, Approval> APPROVALS =
            Map.of("automatic", Approval.AUTOMATIC, "manual", Approval.MANUAL);

    private SiteDocument() {}

    /** The request that it is. */
    public static SiteRequested request(JsonNode document) {
        Fields root = Kind.SITE.root(document);
        Fields metadata = root.object("metadata", "name");
        Fields spec = root.object(
                "spec", "displayName", "latitude", "longitude", "region", "labels", "clientPrefixes", "approval");
        return SiteRequested.newBuilder()
                .setSite(Syntax.label(metadata.path("name"), metadata.text("name")))
                .setDisplayName(spec.text("displayName", ""))
                .setLatitude(spec.number("latitude", -90, 90, "degrees north"))
                .setLongitude(spec.number("longitude", -180, 180, "degrees east"))
                .setRegion(Syntax.region(spec.path("region"), spec.text("region")))
                .setLabels(spec.texts("labels", Syntax::ownLabelKey, Syntax::labelValue))
                .setClientPrefixes(spec.texts("clientPrefixes", 1024, Syntax::cidr))
                .setApproval(spec.choice("approval", APPROVALS, Approval.MANUAL))
                .build();
    }
}
