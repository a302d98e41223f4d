package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.effect.Trace;
import dev.skerry.appmanager.effect.TraceReader;
import dev.skerry.runtime.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What happened to one machine, cluster, app or name. */
@RestController
final class TracesController {

    private final Subjects subjects;
    private final TraceReader traces;

    TracesController(Subjects subjects, TraceReader traces) {
        this.subjects = subjects;
        this.traces = traces;
    }

    @GetMapping("/api/v1/traces/{subject}")
    Trace trace(@PathVariable String subject) {
        Trace trace = traces.trace(subjects.keys(subject));
        if (trace.items().isEmpty() && trace.complete()) {
            throw Problem.unknown(
                    "subject",
                    "nothing is on record about " + subject,
                    "name a machine by MAC address, id or name, a cluster, a clustering, tenant/name or a DNS name");
        }
        return trace;
    }

    @GetMapping("/api/v1/traces/{tenant}/{name}")
    Trace trace(@PathVariable String tenant, @PathVariable String name) {
        return trace(tenant + "/" + name);
    }
}
