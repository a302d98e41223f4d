package dev.skerry.runtime;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A span that is under way, or nothing where nothing is recorded. */
public final class Activity {

    static final Activity NONE = new Activity(null);

    private final @Nullable Span span;

    Activity(@Nullable Span span) {
        this.span = span;
    }

    /** Says more of it. */
    public Activity with(String attribute, String value) {
        if (span != null) {
            span.setAttribute(attribute, value);
        }
        return this;
    }

    /** What an event is about, by the conventions for messaging and our own. */
    Activity of(String topic, EventHeaders event) {
        if (span != null) {
            span.setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.destination.name", topic)
                    .setAttribute("messaging.kafka.message.key", event.subject())
                    .setAttribute("messaging.message.id", event.id())
                    .setAttribute("messaging.message.conversation_id", event.correlationId())
                    .setAttribute("skerry.event.type", event.type());
        }
        return this;
    }

    void named(String name) {
        if (span != null) {
            span.updateName(name);
        }
    }

    /** It came to nothing. */
    public void failed(String reason) {
        if (span != null) {
            span.setStatus(StatusCode.ERROR, reason);
        }
    }

    /**
     * What an event that follows from it carries.
     *
     * @param otherwise where nothing is recorded
     */
    @Nullable
    String traceparent(@Nullable String otherwise) {
        if (span == null) {
            return otherwise;
        }
        SpanContext context = span.getSpanContext();
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex();
    }

    /** Where this is made current, what begins without a parent is a part of it. */
    Context context() {
        return span == null ? Context.current() : Context.current().with(span);
    }

    public void end() {
        if (span != null) {
            span.end();
        }
    }
}
