package dev.skerry.appmanager.rest.sse;

import java.io.OutputStream;

/** Event streams without a web server. */
public final class EventStreams {

    private EventStreams() {}

    public static EventStream to(OutputStream out) {
        return new EventStream(out);
    }
}
