package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.DocumentParser;
import dev.skerry.appmanager.rest.documents.SiteDocument;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.schemas.inventory.SiteRequested;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Sites: reads, watches, requests. */
@RestController
final class SitesController {

    private final Fleet fleet;
    private final Answers answers;
    private final EventPublisher publisher;

    SitesController(Fleet fleet, Answers answers, EventPublisher publisher) {
        this.fleet = fleet;
        this.answers = answers;
        this.publisher = publisher;
    }

    @GetMapping("/api/v1/sites")
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = Query.of(request, "region");
        answers.collection(
                fleet.sites(),
                site -> query.get("region")
                        .map(region -> within(site.getRegion(), region))
                        .orElse(true),
                request,
                response);
    }

    @GetMapping("/api/v1/sites/{site}")
    ObjectNode one(@PathVariable String site) {
        return AvroJson.tree(fleet.sites().one(site));
    }

    @PostMapping("/api/v1/sites")
    ResponseEntity<Accepted> post(HttpServletRequest request) throws IOException {
        SiteRequested asked = SiteDocument.request(DocumentParser.read(request));
        return Accepted.of(publisher.publish(Topics.SITE_REQUESTS, asked.getSite(), asked), asked.getSite());
    }

    /** Whether a region path is another one or lies below it. */
    static boolean within(String region, String path) {
        return region.equals(path) || region.startsWith(path + "/");
    }
}
