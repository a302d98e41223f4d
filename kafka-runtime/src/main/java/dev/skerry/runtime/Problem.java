package dev.skerry.runtime;

import java.io.Serial;

/** A request that a door refuses: becomes {@code application/problem+json} (RFC 9457) with {@code field} and {@code remedy}. */
public final class Problem extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String field;
    private final String remedy;

    /**
     * @param status the HTTP status, 400 to 599
     * @param field the field at fault, as a path such as {@code spec.macs[0]}; empty when none is
     * @param detail what is wrong
     * @param remedy what to do about it
     */
    public Problem(int status, String field, String detail, String remedy) {
        super(detail);
        this.status = status;
        this.field = field;
        this.remedy = remedy;
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
}
