package dev.skerry.appmanager.rest.fleet;

import dev.skerry.runtime.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The fleet in a few numbers, and the description of this API. */
@RestController
final class SummaryController {

    private final Fleet fleet;

    SummaryController(Fleet fleet) {
        this.fleet = fleet;
    }

    /** How many there are; of what has phases, how many in each. */
    record Summary(
            int sites,
            Map<String, Long> machines,
            Map<String, Long> clusters,
            Map<String, Long> apps,
            Map<String, Long> placements,
            int records) {}

    @GetMapping("/api/v1/summary")
    Summary summary() {
        return new Summary(
                fleet.sites().model().all().size(),
                counts(fleet.machines(), machine -> machine.getLifecycle().name()),
                counts(fleet.clusters(), cluster -> cluster.getPhase().name()),
                counts(fleet.apps(), app -> app.getPhase().name()),
                counts(fleet.placements(), placement -> placement.getPhase().name()),
                fleet.names().model().all().size());
    }

    @GetMapping("/api/v1/openapi.yaml")
    ResponseEntity<byte[]> openApi() throws IOException {
        try (InputStream document = SummaryController.class.getResourceAsStream("/openapi.yaml")) {
            if (document == null) {
                throw Problem.unknown("", "this build has no description of its API", "see docs/openapi.yaml");
            }
            return ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType("application/yaml"))
                    .body(document.readAllBytes());
        }
    }

    private static <T extends SpecificRecord> Map<String, Long> counts(View<T> view, Function<T, String> phase) {
        return view.model().all().stream().collect(Collectors.groupingBy(phase, TreeMap::new, Collectors.counting()));
    }
}
