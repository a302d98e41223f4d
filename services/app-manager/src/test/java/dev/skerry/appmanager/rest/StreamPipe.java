package dev.skerry.appmanager.rest;

import dev.skerry.appmanager.rest.sse.EventStream;
import dev.skerry.appmanager.rest.sse.EventStreams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The two ends of an event stream, where a test can have the reader stand still. */
public final class StreamPipe implements AutoCloseable {

    private final LinkedBlockingQueue<Integer> bytes = new LinkedBlockingQueue<>();
    private final BufferedReader reader;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final CountDownLatch stalled = new CountDownLatch(1);
    private String data = "";

    public StreamPipe() {
        reader = new BufferedReader(
                new InputStreamReader(
                        new java.io.InputStream() {
                            @Override
                            public int read() throws IOException {
                                try {
                                    Integer next = bytes.poll(10, TimeUnit.SECONDS);
                                    if (next == null) {
                                        throw new IOException("nothing came for 10 s");
                                    }
                                    return next;
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                    throw new IOException(e);
                                }
                            }

                            @Override
                            public int read(byte[] buffer, int offset, int length) throws IOException {
                                buffer[offset] = (byte) read();
                                return 1;
                            }
                        },
                        StandardCharsets.UTF_8),
                1);
    }

    /** The writing end. */
    public EventStream stream() {
        return EventStreams.to(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                try {
                    if (gate.getCount() > 0) {
                        stalled.countDown();
                    }
                    if (!gate.await(10, TimeUnit.SECONDS)) {
                        throw new IOException("the reader stood still for 10 s");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
                bytes.add(b & 0xFF);
            }
        });
    }

    /** From now on writes block. */
    public void stall() {
        gate = new CountDownLatch(1);
    }

    /** Returns when a writer is blocked. */
    public void awaitStalled() throws InterruptedException {
        if (!stalled.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody wrote");
        }
    }

    public void release() {
        gate.countDown();
    }

    /** The next line. */
    public String line() throws IOException {
        return reader.readLine();
    }

    /** The next event's name and id, comments passed over. */
    public String event() throws IOException {
        String name = "";
        String id = "";
        data = "";
        while (true) {
            String line = reader.readLine();
            if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && !name.isEmpty()) {
                return name + " " + id;
            }
        }
    }

    /** The data of the last event. */
    public String data() {
        return data;
    }

    @Override
    public void close() throws IOException {
        release();
        reader.close();
    }
}
