package dev.skerry.provisioner.domain;

/**
 * How far an installation is.
 *
 * @param step the installer's word for what it does
 * @param percent 0 to 100, of the whole work before the restart from the disk
 */
public record Progress(String step, int percent) {

    public static final Progress NONE = new Progress("", 0);

    /** The step after which the machine restarts from its disk; it stands at 100 whatever the report says. */
    public static final String REBOOTING = "rebooting";

    /** What a step may be called, as a regular expression. */
    public static final String STEP_FORM = "[A-Za-z0-9 ._-]{1,64}";

    public Progress {
        percent = step.equals(REBOOTING) ? 100 : percent;
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent must be 0 to 100: " + percent);
        }
    }

    /** Whether the disk is written, so that the machine is to start from it. */
    public boolean diskWritten() {
        return percent == 100;
    }
}
