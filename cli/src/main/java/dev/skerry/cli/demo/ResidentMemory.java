package dev.skerry.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** How much memory this process and its children hold at most, where Linux tells (proc(5), VmRSS). */
final class ResidentMemory implements AutoCloseable {

    private static final long EVERY_MILLIS = 1_000;

    private final AtomicLong peakKibibytes = new AtomicLong();
    private final Thread sampler = Thread.ofPlatform().daemon().name("memory").unstarted(this::sample);

    private ResidentMemory() {}

    static ResidentMemory watch() {
        ResidentMemory memory = new ResidentMemory();
        memory.sampler.start();
        return memory;
    }

    /** The most so far, MiB; 0 where it cannot be told. */
    long peakMebibytes() {
        return peakKibibytes.get() / 1024;
    }

    private void sample() {
        try {
            while (true) {
                peakKibibytes.accumulateAndGet(now(), Math::max);
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    private static long now() {
        ProcessHandle own = ProcessHandle.current();
        try (Stream<ProcessHandle> children = own.descendants()) {
            return Stream.concat(Stream.of(own), children)
                    .mapToLong(process -> kibibytes(process.pid()))
                    .sum();
        }
    }

    private static long kibibytes(long pid) {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    @Override
    public void close() {
        sampler.interrupt();
    }
}
