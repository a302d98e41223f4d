package dev.skerry.cli;

/** How a command ends; README and {@code skerry --help} say the same. */
public enum ExitCode {
    OK(0, "done"),
    FAILURE(1, "it failed; stderr says why"),
    USAGE(2, "the command line is wrong"),
    REFUSED(3, "the input was refused; stderr says where and what to do"),
    NOT_FOUND(4, "what was asked for is not there"),
    UNAVAILABLE(5, "the fleet does not answer"),
    TIMED_OUT(6, "it took too long");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The process's exit code. */
    public int code() {
        return code;
    }

    /** What it means, for a person. */
    public String meaning() {
        return meaning;
    }
}
