package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.DocumentParser;
import dev.skerry.appmanager.rest.documents.InstallProfileDocument;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.clusters.InstallProfileRemovalRequested;
import dev.skerry.schemas.clusters.InstallProfileRequested;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** How machines are installed: reads, watches, requests. */
@RestController
final class InstallProfilesController {

    private final Fleet fleet;
    private final Answers answers;
    private final EventPublisher publisher;

    InstallProfilesController(Fleet fleet, Answers answers, EventPublisher publisher) {
        this.fleet = fleet;
        this.answers = answers;
        this.publisher = publisher;
    }

    @GetMapping("/api/v1/installprofiles")
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query.of(request);
        answers.collection(fleet.installProfiles(), _ -> true, request, response);
    }

    @GetMapping("/api/v1/installprofiles/{profile}")
    ObjectNode one(@PathVariable String profile) {
        return AvroJson.tree(fleet.installProfiles().one(profile));
    }

    @PostMapping("/api/v1/installprofiles")
    ResponseEntity<Accepted> post(HttpServletRequest request) throws IOException {
        InstallProfileRequested asked = InstallProfileDocument.request(DocumentParser.read(request), Requester.NAME);
        return Accepted.of(publisher.publish(Topics.INSTALL_PROFILE_REQUESTS, asked.getName(), asked), asked.getName());
    }

    /** One that is named by clusters stays: they would wait for it. */
    @DeleteMapping("/api/v1/installprofiles/{profile}")
    ResponseEntity<Accepted> delete(@PathVariable String profile) {
        String name = fleet.installProfiles().one(profile).getProfile().getName();
        List<String> users = fleet.clusterings().model().all().stream()
                .filter(each -> each.getRequest().getInstallProfile().equals(name))
                .map(each -> each.getRequest().getName())
                .sorted()
                .toList();
        if (!users.isEmpty()) {
            throw new Problem(
                    409,
                    "installProfile",
                    name + " is named by the clusters " + String.join(", ", users),
                    "let them name another one first");
        }
        return Accepted.of(
                publisher.publish(
                        Topics.INSTALL_PROFILE_REQUESTS,
                        name,
                        new InstallProfileRemovalRequested(name, Requester.NAME)),
                name);
    }
}
