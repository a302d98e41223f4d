package dev.skerry.runtime.limits;

import dev.skerry.runtime.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A body that may be so long and take so long. The web server's own time limit holds for one read, so that a client that sends a byte
 * now and then would never meet it.
 */
final class RequestBody extends ServletInputStream {

    private final ServletInputStream body;
    private final Duration limit;
    private final long most;
    private final LongSupplier nanoTime;
    private final long deadline;
    private long taken;

    RequestBody(ServletInputStream body, long most, Duration limit, LongSupplier nanoTime) {
        this.body = body;
        this.most = most;
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.deadline = nanoTime.getAsLong() + limit.toNanos();
    }

    static Problem tooLarge(long most) {
        return new Problem(
                413,
                "",
                "the body is larger than " + size(most),
                "send less, such as one document or report a request");
    }

    private static String size(long bytes) {
        return bytes % (1 << 20) == 0
                ? (bytes >> 20) + " MiB"
                : bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }

    @Override
    public int read() throws IOException {
        int value = body.read();
        if (value >= 0) {
            count(1);
        }
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = body.read(bytes, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    private void count(int read) {
        taken += read;
        if (taken > most) {
            throw tooLarge(most);
        }
        if (nanoTime.getAsLong() - deadline > 0) {
            throw new Problem(
                    408,
                    "",
                    "the body did not arrive within " + limit.toSeconds() + " s",
                    "send it at once, over a better connection");
        }
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
