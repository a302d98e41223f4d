package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.effect.DeadLetterItem;
import dev.skerry.appmanager.effect.DeadLetterLog;
import dev.skerry.appmanager.effect.Replay;
import dev.skerry.runtime.AvroCodec;
import dev.skerry.runtime.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Records that were refused: what they are, why, and once more. */
@RestController
final class DeadLettersController {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final DeadLetterLog log;
    private final Replay replay;
    private final AvroCodec codec;

    DeadLettersController(DeadLetterLog log, Replay replay, AvroCodec codec) {
        this.log = log;
        this.replay = replay;
        this.codec = codec;
    }

    @GetMapping("/api/v1/dead-letters")
    DeadLetterLog.Listing list(HttpServletRequest request) {
        Query query = Query.of(request, "topic", "consumer", "limit");
        return log.newest(
                item -> query.matches("topic", item.topic()) && query.matches("consumer", item.consumer()),
                limit(query.get("limit")));
    }

    @GetMapping("/api/v1/dead-letters/{id}")
    ObjectNode one(@PathVariable String id) {
        return DeadLetterJson.of(log.one(id), codec::decode);
    }

    @PostMapping("/api/v1/dead-letters/{id}/replay")
    ResponseEntity<Accepted> replay(@PathVariable String id) {
        DeadLetterItem replayed = replay.replay(log.one(id));
        return ResponseEntity.accepted()
                .body(new Accepted(replayed.eventId(), replayed.correlationId(), replayed.key()));
    }

    private static int limit(Optional<String> given) {
        int limit = given.filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElse(given.isPresent() ? 0 : USUAL);
        if (limit < 1 || limit > MOST) {
            throw new Problem(
                    400, "limit", given.orElse("") + " is not a number from 1 to " + MOST, "write such a number");
        }
        return limit;
    }
}
