package dev.skerry.appmanager.rest.fleet;

import dev.skerry.runtime.EventHeaders;
import org.springframework.http.ResponseEntity;

/**
 * Says that a request is on record and will be judged.
 *
 * @param eventId of the request event
 * @param correlationId which all that follows from it carries
 * @param key of what the request is about
 */
record Accepted(String eventId, String correlationId, String key) {

    static ResponseEntity<Accepted> of(EventHeaders event, String key) {
        return ResponseEntity.accepted().body(new Accepted(event.id(), event.correlationId(), key));
    }
}
