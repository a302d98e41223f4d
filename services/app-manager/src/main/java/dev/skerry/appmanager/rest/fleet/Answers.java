package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.sse.EventStream;
import dev.skerry.appmanager.rest.sse.OpenStreams;
import dev.skerry.runtime.limits.DoorLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Answers for a whole collection: a list in the order of the keys, or a watch for who accepts an event stream. */
public final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OpenStreams streams;
    private final int limit;
    private final Duration heartbeat;

    /**
     * @param limit changed keys that may wait for one watcher
     * @param heartbeat how long a stream may be silent
     */
    public Answers(OpenStreams streams, int limit, Duration heartbeat) {
        this.streams = streams;
        this.limit = limit;
        this.heartbeat = heartbeat;
    }

    /** Answers with those that are wanted. One item at a time is in memory as JSON. */
    <T extends SpecificRecord> void collection(
            View<T> view, Predicate<T> wanted, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (wantsStream(request)) {
            watch(view, wanted, request, response);
            return;
        }
        List<T> items = view.model().all().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(view.key()))
                .toList();
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try (JsonGenerator json = JSON.createGenerator(response.getOutputStream())) {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            items.forEach(item -> json.writePOJO(AvroJson.tree(item)));
            json.writeEndArray();
            json.writeEndObject();
        } catch (JacksonException e) {
            LOG.debug("a reader went away", e);
        }
    }

    private <T extends SpecificRecord> void watch(
            View<T> view, Predicate<T> wanted, HttpServletRequest request, HttpServletResponse response) {
        Watch<T> watch = new Watch<>(wanted, limit, heartbeat);
        Runnable end = watch::end;
        String client = request.getRemoteAddr();
        streams.enter(client, end);
        DoorLimits.leave(request);
        try {
            watch.run(view.model(), EventStream.of(response));
        } catch (IOException e) {
            LOG.debug("a watcher went away", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.leave(client, end);
        }
    }

    private static boolean wantsStream(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE);
    }
}
