package dev.skerry.runtime;

import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

/** The correlation id in what is logged, by which a chain's lines are found in all services. */
final class Correlation {

    private static final String KEY = "correlationId";

    private Correlation() {}

    /** From here on until it is closed, on this thread. */
    static MDCCloseable of(String correlationId) {
        return MDC.putCloseable(KEY, correlationId);
    }
}
