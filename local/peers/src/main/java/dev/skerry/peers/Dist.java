package dev.skerry.peers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The unpacked programs, as the build of {@code local/dist} leaves them: {@code kafka/libs/*.jar} and {@code registry/quarkus-run.jar}.
 *
 * @param folder the absolute folder that holds both
 */
public record Dist(Path folder) {

    public Dist {
        folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Finds the folder: the system property {@code skerry.dist}, or {@code local/dist/target} under the property {@code skerry.home},
     * the working directory, or a folder above it.
     *
     * @throws FileNotFoundException when there is none: it has not been built
     */
    public static Dist find() throws FileNotFoundException {
        String named = System.getProperty("skerry.dist");
        if (named != null) {
            return new Dist(Path.of(named));
        }
        Path start = Path.of(System.getProperty("skerry.home", "")).toAbsolutePath();
        return Stream.iterate(Optional.of(start), Optional::isPresent, f -> f.map(Path::getParent))
                .flatMap(Optional::stream)
                .map(f -> f.resolve("local/dist/target"))
                .filter(Files::isDirectory)
                .findFirst()
                .map(Dist::new)
                .orElseThrow(() -> new FileNotFoundException(
                        "no local/dist/target at or above " + start + ": build it with 'mvn -pl local/dist install'"));
    }

    /** The broker's class path in a fixed order. */
    List<Path> kafkaLibs() throws IOException {
        Path libs = folder.resolve("kafka/libs");
        if (!Files.isDirectory(libs)) {
            throw missing(libs);
        }
        try (Stream<Path> files = Files.list(libs)) {
            List<Path> jars =
                    files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
            long brokers = jars.stream()
                    .filter(f -> f.getFileName().toString().startsWith("kafka_"))
                    .count();
            if (brokers != 1) {
                throw new IOException(libs + " holds " + brokers
                        + " versions of the broker: build it anew with 'mvn -pl local/dist clean install'");
            }
            return jars;
        }
    }

    /** The registry's runner; it finds the rest beside itself. */
    Path registryJar() throws FileNotFoundException {
        Path jar = folder.resolve("registry/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw missing(jar);
        }
        return jar;
    }

    private static FileNotFoundException missing(Path path) {
        return new FileNotFoundException(path + " is missing: build it with 'mvn -pl local/dist install'");
    }
}
