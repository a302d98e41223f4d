package dev.skerry.appmanager.rest.fleet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Placements and the names that answer for them: reads and watches. */
@RestController
final class PlacementsController {

    private final Fleet fleet;
    private final Answers answers;

    PlacementsController(Fleet fleet, Answers answers) {
        this.fleet = fleet;
        this.answers = answers;
    }

    @GetMapping("/api/v1/placements")
    void placements(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = Query.of(request, "site", "cluster", "app");
        answers.collection(
                fleet.placements(),
                placement -> query.matches("site", placement.getSite())
                        && query.matches("cluster", placement.getClusterId())
                        && query.matches("app", placement.getApp()),
                request,
                response);
    }

    @GetMapping("/api/v1/records")
    void records(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = Query.of(request, "site", "cluster", "app");
        boolean anywhere = query.get("site").isEmpty() && query.get("cluster").isEmpty();
        answers.collection(
                fleet.names(),
                record -> query.matches("app", record.getApp())
                        && (anywhere
                                || record.getTargets().stream()
                                        .anyMatch(target -> query.matches("site", target.getSite())
                                                && query.matches("cluster", target.getClusterId()))),
                request,
                response);
    }

    @GetMapping("/api/v1/records/{name}")
    ObjectNode record(@PathVariable String name) {
        return AvroJson.tree(fleet.names().one(name));
    }
}
