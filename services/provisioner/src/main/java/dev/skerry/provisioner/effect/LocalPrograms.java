package dev.skerry.provisioner.effect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs programs of the PATH, each with an environment of its own: nothing of ours is seen there. */
final class LocalPrograms implements Programs {

    private static final int MOST_BYTES = 1 << 16;
    private static final String PATH = "PATH";

    @Override
    public Ended run(List<String> command, String input, Duration limit) throws IOException, InterruptedException {
        Process process = start(command);
        try {
            write(process, input);
            // What is written meanwhile waits in the pipe; a program that writes more than fits there does not end in
            // time.
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        command.getFirst() + " did not end within " + limit.toSeconds() + " s and was killed");
            }
            byte[] output = process.getInputStream().readNBytes(MOST_BYTES);
            return new Ended(process.exitValue(), new String(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault(PATH, "/usr/bin:/bin");
        environment.clear();
        environment.put(PATH, path);
        environment.put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            String program = command.getFirst();
            boolean there = Stream.of(path.split(Pattern.quote(":")))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
            throw there ? e : new MissingException(program, e);
        }
    }

    /** A program that ends without reading says why by its exit code. */
    private static void write(Process process, String input) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // Its outcome is told by run.
        }
    }
}
