package dev.skerry.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * The schemas of all releases, one folder a release and one {@code .avsc} file a subject, and the check that today's schemas are
 * compatible with each of them in both directions (FULL_TRANSITIVE): old readers read new records, new readers read old ones.
 */
public final class ReleasedSchemas {

    private final Path folder;

    public ReleasedSchemas(Path folder) {
        this.folder = folder;
    }

    /**
     * Compares today's schemas with all released ones.
     *
     * @return one line for each incompatibility: subject, release, direction, and what Avro says; empty when there is none
     */
    public List<String> incompatibilities(Map<String, Schema> today) {
        List<String> found = new ArrayList<>();
        released().forEach((place, old) -> {
            Schema now = today.get(place.subject());
            if (now == null) {
                found.add(place + ": the subject is gone; keep the record type until no topic holds it");
            } else {
                check(found, place + ", new reader of old records", now, old);
                check(found, place + ", old reader of new records", old, now);
            }
        });
        return found;
    }

    /** Writes today's schemas as a release. */
    public void release(String version, Map<String, Schema> today) throws IOException {
        Path target = Files.createDirectories(folder.resolve(version));
        for (Map.Entry<String, Schema> subject : today.entrySet()) {
            Files.writeString(
                    target.resolve(subject.getKey() + ".avsc"), RegistryClient.portable(subject.getValue()) + "\n");
        }
    }

    /**
     * Writes today's schemas as a release: the step of releasing that makes them binding.
     *
     * @param args the folder of all releases, then the version
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: ReleasedSchemas FOLDER VERSION");
            System.exit(2);
        }
        new ReleasedSchemas(Path.of(args[0])).release(args[1], Subjects.all(""));
    }

    private record Place(String subject, String release) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return subject + " since " + release;
        }
    }

    private static void check(List<String> found, String where, Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (result.getType() != SchemaCompatibilityType.COMPATIBLE) {
            result.getResult()
                    .getIncompatibilities()
                    .forEach(each -> found.add(
                            where + ": " + each.getType() + " at " + each.getLocation() + ", " + each.getMessage()));
        }
    }

    private Map<Place, Schema> released() {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            Map<Place, Schema> schemas = new TreeMap<>();
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".avsc")).toList()) {
                String name = file.getFileName().toString();
                Path release = folder.relativize(file).getName(0);
                schemas.put(
                        new Place(name.substring(0, name.length() - ".avsc".length()), release.toString()),
                        new Schema.Parser().parse(file.toFile()));
            }
            return schemas;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the released schemas in " + folder, e);
        }
    }
}
