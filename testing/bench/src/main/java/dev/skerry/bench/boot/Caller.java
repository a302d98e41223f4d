package dev.skerry.bench.boot;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Asks the door over a few connections, each of which asks again as soon as it has its answer. It does as little as it can, for it shares the processor. */
final class Caller {

    private static final int CONNECTIONS = 16;

    private final int port;

    Caller(int port) {
        this.port = port;
    }

    /**
     * What came back in time.
     *
     * @param nanos from the question to the whole answer, ascending
     */
    record Answers(long[] nanos, double perSecond) {}

    /**
     * Asks for a time.
     *
     * @param path of the n-th question of a connection, by connection and n
     * @throws IOException when an answer is no success
     */
    Answers ask(double seconds, IntFunction<Questions> path) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long end = begun + (long) (seconds * 1e9);
        List<long[]> all = together(connection -> {
            Questions questions = path.apply(connection);
            return new Connection().ask(questions, () -> System.nanoTime() - end < 0);
        });
        double took = (System.nanoTime() - begun) / 1e9;
        long[] nanos = all.stream().flatMapToLong(LongStream::of).sorted().toArray();
        return new Answers(nanos, nanos.length / took);
    }

    /** Asks each of {@code count} questions once. */
    void askEach(int count, IntFunction<String> path) throws IOException, InterruptedException {
        together(connection -> {
            int[] next = {connection};
            return new Connection()
                    .ask(
                            () -> {
                                String question = path.apply(next[0]);
                                next[0] += CONNECTIONS;
                                return question;
                            },
                            () -> next[0] < count);
        });
    }

    /** Makes one question after another. */
    @FunctionalInterface
    interface Questions {
        String next();
    }

    private interface Asking {
        boolean goesOn();
    }

    private interface Work {
        long[] of(int connection) throws IOException;
    }

    private static List<long[]> together(Work work) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<long[]>> running = IntStream.range(0, CONNECTIONS)
                    .mapToObj(connection -> threads.submit(() -> work.of(connection)))
                    .toList();
            List<long[]> results = new java.util.ArrayList<>();
            for (Future<long[]> each : running) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IOException("the door did not answer: " + e.getCause(), e.getCause());
        }
    }

    /** One connection after another, for the server closes each after some answers. */
    private final class Connection {

        private final byte[] buffer = new byte[16_384];
        private long[] nanos = new long[4_096];
        private int asked;

        long[] ask(Questions questions, Asking asking) throws IOException {
            while (asking.goesOn()) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                    socket.setSoTimeout(10_000);
                    OutputStream out = socket.getOutputStream();
                    InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
                    boolean open = true;
                    while (open && asking.goesOn()) {
                        byte[] question = ("GET " + questions.next() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII);
                        long begun = System.nanoTime();
                        out.write(question);
                        open = answer(in);
                        note(System.nanoTime() - begun);
                    }
                }
            }
            return Arrays.copyOf(nanos, asked);
        }

        private void note(long took) {
            if (asked == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * asked);
            }
            nanos[asked++] = took;
        }

        /** Reads an answer. @return whether the connection stays open */
        private boolean answer(InputStream in) throws IOException {
            String head = head(in);
            if (!head.startsWith("http/1.1 200")) {
                throw new IOException("answered " + head.lines().findFirst().orElse("nothing"));
            }
            int at = head.indexOf("\r\ncontent-length:");
            if (at < 0) {
                throw new IOException("an answer without its length: " + head);
            }
            int length = Integer.parseInt(
                    head.substring(at + 17, head.indexOf("\r\n", at + 2)).strip());
            if (in.readNBytes(buffer, 0, length) < length || buffer[0] != '#') {
                throw new IOException("the answer is no script");
            }
            return !head.contains("\r\nconnection: close");
        }

        private String head(InputStream in) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream(256);
            int last = 0;
            while (true) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the connection ended within an answer");
                }
                head.write(next);
                last = last << 8 | next;
                if (last == 0x0D0A0D0A) {
                    return head.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
                }
            }
        }
    }
}
