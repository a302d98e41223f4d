package dev.skerry.provisioner.effect;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;

/**
 * What stands between us and one power controller: one order at a time, each within a time limit; single calls that are repeated
 * once or twice where that is harmless; a circuit breaker that leaves a controller alone that does not answer.
 */
final class Guard {

    private static final RetryConfig REPEAT = RetryConfig.custom()
            .maxAttempts(3)
            .waitDuration(Duration.ofMillis(200))
            .retryOnException(failure -> failure instanceof PowerException power && power.isPassing())
            .build();
    private static final CircuitBreakerConfig BREAK = CircuitBreakerConfig.custom()
            .slidingWindowSize(10)
            .minimumNumberOfCalls(6)
            .failureRateThreshold(60)
            .waitDurationInOpenState(Duration.ofSeconds(10))
            .permittedNumberOfCallsInHalfOpenState(1)
            .recordException(failure -> failure instanceof PowerException power && power.isPassing())
            .build();
    private static final BulkheadConfig ONE = BulkheadConfig.custom()
            .maxConcurrentCalls(1)
            .maxWaitDuration(Duration.ofSeconds(2))
            .build();

    private final CircuitBreaker breaker;
    private final Retry retry;
    private final Bulkhead bulkhead;

    Guard(String address) {
        this.breaker = CircuitBreaker.of(address, BREAK);
        this.retry = Retry.of(address, REPEAT);
        this.bulkhead = Bulkhead.of(address, ONE);
    }

    /** Carries out a whole order: alone, and within a limit that counts from now. */
    <T> T order(Duration limit, ExecutorService hands, Callable<T> order) throws PowerException {
        long end = System.nanoTime() + limit.toNanos();
        return unwrap(Bulkhead.decorateCallable(bulkhead, () -> {
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            return TimeLimiter.of(left).executeFutureSupplier(() -> hands.submit(order));
        }));
    }

    /** A call that may be repeated without harm. */
    <T> T repeatable(Callable<T> call) throws PowerException {
        return unwrap(Retry.decorateCallable(retry, CircuitBreaker.decorateCallable(breaker, call)));
    }

    /** A call that is made once. */
    <T> T once(Callable<T> call) throws PowerException {
        return unwrap(CircuitBreaker.decorateCallable(breaker, call));
    }

    private static <T> T unwrap(Callable<T> call) throws PowerException {
        try {
            return call.call();
        } catch (PowerException e) {
            throw e;
        } catch (CallNotPermittedException e) {
            throw PowerException.passing("the power controller did not answer lately and is left alone for 10 s");
        } catch (BulkheadFullException e) {
            throw PowerException.passing("another command to this power controller is under way");
        } catch (TimeoutException e) {
            throw PowerException.passing("the power controller did not finish within the time limit");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PowerException.passing("interrupted");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw PowerException.passing("the power controller could not be asked: " + e);
        }
    }
}
