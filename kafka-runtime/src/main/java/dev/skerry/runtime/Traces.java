package dev.skerry.runtime;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a service (OpenTelemetry), from one event to the next by the header {@code traceparent}. Where no exporter is configured
 * nothing is recorded and nothing is made: a trace that others began is handed on as it came.
 */
public final class Traces implements AutoCloseable {

    private static final Traces OFF = new Traces(null, null);

    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

    private final @Nullable SdkTracerProvider provider;
    private final @Nullable Tracer tracer;

    private Traces(@Nullable SdkTracerProvider provider, @Nullable Tracer tracer) {
        this.provider = provider;
        this.tracer = tracer;
    }

    /** Nothing is recorded. */
    public static Traces off() {
        return OFF;
    }

    /**
     * Spans that are exported by OTLP over HTTP, in batches.
     *
     * @param endpoint such as {@code http://collector:4318/v1/traces}; empty records nothing
     * @param share of the traces that begin here, 0 to 1
     */
    static Traces of(String service, String endpoint, double share) {
        if (endpoint.isEmpty()) {
            return OFF;
        }
        return to(
                service,
                BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(endpoint)
                                .build())
                        .build(),
                share);
    }

    /** Spans that a processor takes. */
    static Traces to(String service, SpanProcessor processor, double share) {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(Attributes.of(SERVICE, service))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
                .addSpanProcessor(processor)
                .build();
        return new Traces(provider, provider.get("dev.skerry"));
    }

    /** Whether anything is recorded. */
    public boolean on() {
        return tracer != null;
    }

    /** Begins what is done about an event that was read; {@link Activity#end} ends it. */
    public Activity consume(String verb, String what, @Nullable String traceparent) {
        return begin(SpanKind.CONSUMER, verb, what, traceparent, null);
    }

    /**
     * Begins an activity.
     *
     * @param verb with {@code what} its name: of few different values
     * @param parent the traceparent that it follows from; null: this thread's activity, or a trace of its own
     * @param link the traceparent of another activity that had a part in it
     */
    Activity begin(SpanKind kind, String verb, String what, @Nullable String parent, @Nullable String link) {
        if (tracer == null) {
            return Activity.NONE;
        }
        SpanBuilder builder = tracer.spanBuilder(verb + " " + what).setSpanKind(kind);
        if (parent != null) {
            builder.setParent(Context.root().with(Span.wrap(context(parent))));
        }
        if (link != null) {
            builder.addLink(context(link));
        }
        return new Activity(builder.startSpan());
    }

    /** @param traceparent well-formed: 00-TRACE-SPAN-FLAGS */
    private static SpanContext context(String traceparent) {
        return SpanContext.createFromRemoteParent(
                traceparent.substring(3, 35),
                traceparent.substring(36, 52),
                TraceFlags.fromHex(traceparent, 53),
                TraceState.getDefault());
    }

    /** Hands over what is recorded, for some seconds at most. */
    @Override
    public void close() {
        if (provider != null) {
            provider.close();
        }
    }
}
