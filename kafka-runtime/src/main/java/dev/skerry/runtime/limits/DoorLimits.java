package dev.skerry.runtime.limits;

import dev.skerry.runtime.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What a door takes at most. A client above its rate is answered 429 (RFC 6585, section 4); when all clients together are too many, or too many
 * requests are under way, 503; a body that is too large, 413. The first two say in {@code Retry-After} when it is worth another try.
 *
 * <p>Health and metrics under {@code /actuator/} are held to the client's rate alone, so that they answer when the door is full.
 */
public final class DoorLimits extends OncePerRequestFilter {

    private static final String ACTUATOR = "/actuator/";
    private static final String SLOT = DoorLimits.class.getName();
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final LimitProperties limits;
    private final ClientRateLimiter clients;
    private final RateLimiter all;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Counter ofOne;
    private final Counter ofAll;
    private final Counter atOnce;
    private final Counter size;

    public DoorLimits(LimitProperties limits, MeterRegistry meters) {
        this.limits = limits;
        this.clients = new ClientRateLimiter(limits.clientRate(), 2 * limits.clientRate(), System::nanoTime);
        this.all = new RateLimiter(limits.rate(), 2 * limits.rate(), System::nanoTime);
        this.ofOne = refused("client-rate", meters);
        this.ofAll = refused("rate", meters);
        this.atOnce = refused("concurrent", meters);
        this.size = refused("size", meters);
        Gauge.builder("skerry.door.requests.active", underWay, AtomicInteger::get)
                .description("Requests that are being answered, open streams left out")
                .register(meters);
    }

    /** Gives the request's place to others: for a stream, which stays open for hours and is counted elsewhere. */
    public static void leave(ServletRequest request) {
        if (request.getAttribute(SLOT) instanceof Slot slot) {
            slot.close();
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long delay = clients.take(Clients.of(request));
        if (delay > 0) {
            refuse(response, ofOne, tooMany(delay));
        } else if (request.getServletPath().startsWith(ACTUATOR)) {
            chain.doFilter(request, response);
        } else {
            atTheDoor(request, response, chain);
        }
    }

    private void atTheDoor(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long delay = all.take();
        if (delay > 0) {
            refuse(response, ofAll, full("more requests come than " + limits.rate() + " a second", delay));
            return;
        }
        long length = request.getContentLengthLong();
        if (length > limits.requestSize().toBytes()) {
            refuse(response, size, RequestBody.tooLarge(limits.requestSize().toBytes()));
            return;
        }
        try (Slot slot = new Slot(underWay)) {
            if (slot.number > limits.concurrent()) {
                refuse(response, atOnce, full(limits.concurrent() + " requests are under way", 0));
                return;
            }
            request.setAttribute(SLOT, slot);
            boolean hasBody = length > 0 || request.getHeader("Transfer-Encoding") != null;
            chain.doFilter(hasBody ? new LimitedRequest(request, limits) : request, response);
        }
    }

    private Problem tooMany(long delay) {
        return Problem.later(
                429,
                "more than " + limits.clientRate() + " requests a second come from this client",
                "send fewer, or ask the operator for a higher skerry.limits.client-rate",
                Duration.ofNanos(delay));
    }

    private static Problem full(String detail, long delay) {
        return Problem.later(
                503,
                "the service is at its limit: " + detail,
                "try again later",
                delay > 0 ? Duration.ofNanos(delay) : PAUSE);
    }

    private static void refuse(HttpServletResponse response, Counter counter, Problem problem) throws IOException {
        counter.increment();
        ProblemJson.write(problem, response);
    }

    private static Counter refused(String reason, MeterRegistry meters) {
        return Counter.builder("skerry.door.requests.refused")
                .description("Requests that a limit of the door refused")
                .tag("reason", reason)
                .register(meters);
    }

    /** A request's place among those under way; given up once. */
    private static final class Slot implements AutoCloseable {

        private final AtomicInteger underWay;
        private final AtomicBoolean left = new AtomicBoolean();
        final int number;

        Slot(AtomicInteger underWay) {
            this.underWay = underWay;
            this.number = underWay.incrementAndGet();
        }

        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                underWay.decrementAndGet();
            }
        }
    }
}
