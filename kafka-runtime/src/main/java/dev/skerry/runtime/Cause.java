package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An input with all that is known of where it came from.
 *
 * @param arrival the record; null for a deadline
 * @param topic where it stood; null for a deadline
 */
record Cause(
        EventHeaders headers,
        @Nullable Arrival arrival,
        @Nullable Topic topic) {

    /** A trace that is older takes no more answers, so that reports that come for ever do not make it endless. */
    private static final Duration LONGEST_TRACE = Duration.ofHours(1);

    /**
     * Begins the decision on it, which belongs to the trace of its input. A deadline begins a trace, with a link to what armed it. An
     * answer from outside, where nobody knows of a trace, goes on with the trace that last changed the aggregate, with a link to the
     * door that took it.
     *
     * @param before the aggregate as it was; null when nothing was decided about it yet
     */
    Activity decision(String consumer, @Nullable Aggregate<?> before, Instant now, Traces traces) {
        if (!traces.on()) {
            return Activity.NONE;
        }
        String own = headers.traceparent();
        String earlier = before == null ? null : before.traceparent();
        if (topic == null) {
            return traces.begin(SpanKind.INTERNAL, "decide", consumer, null, earlier)
                    .of("", headers);
        }
        boolean answer = continues(before, now);
        return traces.begin(SpanKind.CONSUMER, "decide", consumer, answer ? earlier : own, answer ? own : null)
                .of(topic.name(), headers);
    }

    /** When the trace of the decision on it came to the aggregate. */
    Instant tracedAt(@Nullable Aggregate<?> before, Instant now) {
        return before != null && continues(before, now) ? before.tracedAt() : now;
    }

    private boolean continues(@Nullable Aggregate<?> before, Instant now) {
        return topic != null
                && topic.kind() == Topic.Kind.OBSERVATIONS
                && before != null
                && before.traceparent() != null
                && now.isBefore(before.tracedAt().plus(LONGEST_TRACE));
    }
}
