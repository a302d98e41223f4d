package dev.skerry.runtime;

import java.io.Serial;
import java.time.Duration;

/** A request that a door refuses: becomes {@code application/problem+json} (RFC 9457) with {@code field} and {@code remedy}. */
public final class Problem extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long RETRY_SECONDS = 2;

    private final int status;
    private final String field;
    private final String remedy;
    private final long retryAfterSeconds;

    /**
     * @param status the HTTP status, 400 to 599
     * @param field the field at fault, as a path such as {@code spec.macs[0]}; empty when none is
     * @param detail what is wrong
     * @param remedy what to do about it
     */
    public Problem(int status, String field, String detail, String remedy) {
        this(status, field, detail, remedy, status == 429 || status == 503 ? RETRY_SECONDS : 0);
    }

    private Problem(int status, String field, String detail, String remedy, long retryAfterSeconds) {
        super(detail);
        this.status = status;
        this.field = field;
        this.remedy = remedy;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Something that may go well later. @param wait when another try is worth it; told in whole seconds, at least 1 */
    public static Problem later(int status, String detail, String remedy, Duration wait) {
        long seconds = wait.plusNanos(999_999_999).toSeconds();
        return new Problem(status, "", detail, remedy, Math.max(1, seconds));
    }

    /** A field that is at fault: 422. */
    public static Problem field(String field, String detail, String remedy) {
        return new Problem(422, field, detail, remedy);
    }

    /** Something that is not there: 404. */
    public static Problem unknown(String field, String detail, String remedy) {
        return new Problem(404, field, detail, remedy);
    }

    public int status() {
        return status;
    }

    public String field() {
        return field;
    }

    public String remedy() {
        return remedy;
    }

    /** What {@code Retry-After} says (RFC 9110, section 10.2.3), seconds; 0 when there is to be none. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
