package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.AppDocument;
import dev.skerry.appmanager.rest.documents.DocumentParser;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.schemas.apps.DeploymentRemovalRequested;
import dev.skerry.schemas.apps.DeploymentRequested;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Apps: reads, watches, requests, and why they run where they run. */
@RestController
final class AppsController {

    private final Fleet fleet;
    private final Admission admission;
    private final Explanation explanation;
    private final Answers answers;
    private final EventPublisher publisher;

    AppsController(
            Fleet fleet, Admission admission, Explanation explanation, Answers answers, EventPublisher publisher) {
        this.fleet = fleet;
        this.admission = admission;
        this.explanation = explanation;
        this.answers = answers;
        this.publisher = publisher;
    }

    @GetMapping("/api/v1/apps")
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = Query.of(request, "tenant", "cluster");
        answers.collection(
                fleet.apps(),
                app -> query.matches("tenant", app.getSpec().getTenant())
                        && query.get("cluster")
                                .map(cluster -> app.getTaken().stream()
                                        .anyMatch(taken -> taken.getClusterId().equals(cluster)))
                                .orElse(true),
                request,
                response);
    }

    @GetMapping("/api/v1/apps/{tenant}/{name}")
    ObjectNode one(@PathVariable String tenant, @PathVariable String name) {
        return AvroJson.tree(fleet.apps().one(tenant + "/" + name));
    }

    @GetMapping("/api/v1/apps/{tenant}/{name}/explain")
    ObjectNode explain(@PathVariable String tenant, @PathVariable String name) {
        return explanation.of(fleet.apps().one(tenant + "/" + name));
    }

    @PostMapping("/api/v1/apps")
    ResponseEntity<Accepted> post(HttpServletRequest request) throws IOException {
        DeploymentRequested asked = AppDocument.request(DocumentParser.read(request), Requester.NAME);
        String app = asked.getTenant() + "/" + asked.getName();
        admission.judge(asked, app);
        return Accepted.of(publisher.publish(Topics.DEPLOYMENT_REQUESTS, app, asked), app);
    }

    @DeleteMapping("/api/v1/apps/{tenant}/{name}")
    ResponseEntity<Accepted> delete(@PathVariable String tenant, @PathVariable String name) {
        String app = fleet.apps().one(tenant + "/" + name).getApp();
        return Accepted.of(
                publisher.publish(
                        Topics.DEPLOYMENT_REQUESTS, app, new DeploymentRemovalRequested(tenant, name, Requester.NAME)),
                app);
    }
}
