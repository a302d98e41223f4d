package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.DocumentParser;
import dev.skerry.appmanager.rest.documents.MachineDocument;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.Source;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Machines: reads, watches, announcements. */
@RestController
final class MachinesController {

    private static final String SOURCE = "Skerry-Source";

    private final Fleet fleet;
    private final MachineIndex index;
    private final Admission admission;
    private final Answers answers;
    private final EventPublisher publisher;

    MachinesController(
            Fleet fleet, MachineIndex index, Admission admission, Answers answers, EventPublisher publisher) {
        this.fleet = fleet;
        this.index = index;
        this.admission = admission;
        this.answers = answers;
        this.publisher = publisher;
    }

    @GetMapping("/api/v1/machines")
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = Query.of(request, "site", "cluster", "lifecycle");
        answers.collection(
                fleet.machines(),
                machine -> query.matches("site", machine.getSite())
                        && query.matches("cluster", machine.getClusterId() == null ? "" : machine.getClusterId())
                        && query.get("lifecycle")
                                .map(machine.getLifecycle().name()::equalsIgnoreCase)
                                .orElse(true),
                request,
                response);
    }

    @GetMapping("/api/v1/machines/{machine}")
    ObjectNode one(@PathVariable String machine) {
        return AvroJson.tree(index.one(machine));
    }

    @PostMapping("/api/v1/machines")
    ResponseEntity<Accepted> post(HttpServletRequest request) throws IOException {
        MachineAnnounced announced = MachineDocument.announcement(DocumentParser.read(request), source(request));
        admission.judge(announced);
        String key = announced.getMacs().getFirst();
        return Accepted.of(publisher.publish(Topics.MACHINE_REQUESTS, key, announced), key);
    }

    /** Who calls on behalf of a file, of a DHCP server's leases or of power controllers says so, as a header or in the query. */
    private static Source source(HttpServletRequest request) {
        String header = request.getHeader(SOURCE);
        String said = header == null ? Query.of(request, "source").get("source").orElse("api") : header;
        return switch (said.toLowerCase(Locale.ROOT)) {
            case "api" -> Source.API;
            case "file" -> Source.FILE;
            case "dhcp" -> Source.DHCP;
            case "bmc" -> Source.BMC_CRAWL;
            default -> throw new Problem(400, "source", said + " is not known", "write api, bmc, dhcp or file");
        };
    }
}
