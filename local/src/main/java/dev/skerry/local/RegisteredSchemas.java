package dev.skerry.local;

import dev.skerry.registry.Registrar;
import dev.skerry.registry.RegistryClient;
import dev.skerry.registry.Subjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;

/** Remembers, beside the registry's data, what was registered there: a start that brings nothing new need not ask for every schema. */
final class RegisteredSchemas {

    private static final String NO_PREFIX = "";

    private RegisteredSchemas() {}

    /**
     * Registers what is not registered yet.
     *
     * @param file remembers it
     * @return how many subjects there are
     */
    static int complete(RegistryClient registry, Path file) throws IOException {
        Map<String, Schema> subjects = Subjects.all(NO_PREFIX);
        String digest = digest(subjects);
        boolean known = Files.exists(file)
                && Files.readString(file).equals(digest)
                && registry.subjects().containsAll(subjects.keySet());
        if (!known) {
            Registrar.register(registry, NO_PREFIX);
            WholeFile.write(file, digest);
        }
        return subjects.size();
    }

    private static String digest(Map<String, Schema> subjects) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            subjects.forEach(
                    (subject, schema) -> sha.update((subject + " " + schema + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
