package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.ClusterDocument;
import dev.skerry.appmanager.rest.documents.DocumentParser;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.schemas.clusters.ClusteringRequested;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Clusters and their status: reads, watches, requests. */
@RestController
final class ClustersController {

    private final Fleet fleet;
    private final Answers answers;
    private final EventPublisher publisher;

    ClustersController(Fleet fleet, Answers answers, EventPublisher publisher) {
        this.fleet = fleet;
        this.answers = answers;
        this.publisher = publisher;
    }

    @GetMapping("/api/v1/clusters")
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = Query.of(request, "site", "clustering");
        answers.collection(
                fleet.clusters(),
                cluster -> query.matches("site", cluster.getSite())
                        && query.matches("clustering", cluster.getClustering()),
                request,
                response);
    }

    @GetMapping("/api/v1/clusters/{cluster}")
    ObjectNode one(@PathVariable String cluster) {
        return AvroJson.tree(fleet.clusters().one(cluster));
    }

    @PostMapping("/api/v1/clusters")
    ResponseEntity<Accepted> post(HttpServletRequest request) throws IOException {
        ClusteringRequested asked = ClusterDocument.request(DocumentParser.read(request), Requester.NAME);
        return Accepted.of(publisher.publish(Topics.CLUSTERING_REQUESTS, asked.getName(), asked), asked.getName());
    }

    @GetMapping("/api/v1/status")
    void status(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = Query.of(request, "site", "cluster");
        answers.collection(
                fleet.statuses(),
                cluster -> query.matches("site", cluster.getSite()) && query.matches("cluster", cluster.getClusterId()),
                request,
                response);
    }
}
