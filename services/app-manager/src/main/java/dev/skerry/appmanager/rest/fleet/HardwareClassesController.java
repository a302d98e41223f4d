package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.DocumentParser;
import dev.skerry.appmanager.rest.documents.HardwareClassDocument;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.schemas.inventory.HardwareClassRemovalRequested;
import dev.skerry.schemas.inventory.HardwareClassRequested;
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

/** Kinds of machines: reads, watches, requests. */
@RestController
final class HardwareClassesController {

    private final Fleet fleet;
    private final Answers answers;
    private final EventPublisher publisher;

    HardwareClassesController(Fleet fleet, Answers answers, EventPublisher publisher) {
        this.fleet = fleet;
        this.answers = answers;
        this.publisher = publisher;
    }

    @GetMapping("/api/v1/hardwareclasses")
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query.of(request);
        answers.collection(fleet.hardwareClasses(), _ -> true, request, response);
    }

    @GetMapping("/api/v1/hardwareclasses/{hardwareClass}")
    ObjectNode one(@PathVariable String hardwareClass) {
        return AvroJson.tree(fleet.hardwareClasses().one(hardwareClass));
    }

    @PostMapping("/api/v1/hardwareclasses")
    ResponseEntity<Accepted> post(HttpServletRequest request) throws IOException {
        HardwareClassRequested asked = HardwareClassDocument.request(DocumentParser.read(request), Requester.NAME);
        return Accepted.of(publisher.publish(Topics.HARDWARE_CLASS_REQUESTS, asked.getName(), asked), asked.getName());
    }

    @DeleteMapping("/api/v1/hardwareclasses/{hardwareClass}")
    ResponseEntity<Accepted> delete(@PathVariable String hardwareClass) {
        String name = fleet.hardwareClasses().one(hardwareClass).getName();
        return Accepted.of(
                publisher.publish(
                        Topics.HARDWARE_CLASS_REQUESTS, name, new HardwareClassRemovalRequested(name, Requester.NAME)),
                name);
    }
}
