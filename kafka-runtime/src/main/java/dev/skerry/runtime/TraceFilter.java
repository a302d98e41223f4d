package dev.skerry.runtime;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/** A span for each request of a door: what it publishes is a part of it. Health, metrics and streams, which last for hours, have none. */
final class TraceFilter extends OncePerRequestFilter {

    private final Traces traces;

    TraceFilter(Traces traces) {
        this.traces = traces;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return !traces.on()
                || request.getServletPath().startsWith("/actuator/")
                || accept != null && accept.contains("text/event-stream");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Activity activity = traces.begin(
                SpanKind.SERVER,
                request.getMethod(),
                "",
                EventHeaders.wellFormed(request.getHeader("traceparent")),
                null);
        try (Scope scope = activity.context().makeCurrent()) {
            chain.doFilter(request, response);
        } finally {
            // The pattern, not the path: names of few different values.
            String route = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
            activity.named(request.getMethod() + " " + route);
            activity.with("http.request.method", request.getMethod())
                    .with("http.route", route)
                    .with("url.path", request.getRequestURI())
                    .with("http.response.status_code", Integer.toString(response.getStatus()));
            if (response.getStatus() >= 500) {
                activity.failed("answered " + response.getStatus());
            }
            activity.end();
        }
    }
}
