package dev.skerry.provisioner.wire;

import dev.skerry.provisioner.domain.Progress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reason of a record whose try is under way: how far the work is and what went wrong, such as {@code write-image 50 %} or
 * {@code write-image 50 %; the BMC is away}.
 *
 * @param progress {@link Progress#NONE} when nothing was reported
 * @param rest what went wrong; may be empty
 */
record StoredReason(Progress progress, String rest) {

    private static final Pattern FORM =
            Pattern.compile("(" + Progress.STEP_FORM + ") ([0-9]{1,3}) %(?:; (.*))?", Pattern.DOTALL);

    static StoredReason of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return new StoredReason(Progress.NONE, text);
        }
        String rest = form.group(3);
        return new StoredReason(new Progress(form.group(1), Integer.parseInt(form.group(2))), rest == null ? "" : rest);
    }

    String text() {
        if (progress.equals(Progress.NONE)) {
            return FORM.matcher(rest).matches() ? rest + "." : rest;
        }
        String done = progress.step() + " " + progress.percent() + " %";
        return rest.isEmpty() ? done : done + "; " + rest;
    }
}
