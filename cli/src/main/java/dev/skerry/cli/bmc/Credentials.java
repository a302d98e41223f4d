package dev.skerry.cli.bmc;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import dev.skerry.kernel.ServerTrust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Who we are to power controllers, and whose certificates are trusted: as the provisioner reads it, from the same files. */
public final class Credentials {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final String username;
    private final String password;
    private final Optional<SSLContext> trust;

    private Credentials(String username, String password, Optional<SSLContext> trust) {
        this.username = username;
        this.password = password;
        this.trust = trust;
    }

    /**
     * Reads {@code bmc/NAME/} in a secrets folder: username, password and, where they are there, cert.sha256 or ca.crt.
     *
     * @throws CommandException naming the file that is missing or wrong, never what stands in it
     */
    public static Credentials read(Path secrets, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--credentials must be the name of a folder below bmc/ in the secrets folder, never a value");
        }
        Path folder = secrets.resolve("bmc").resolve(name);
        Optional<SSLContext> pinned = trust(folder.resolve("cert.sha256"), ServerTrust::pinned);
        return new Credentials(
                text(folder.resolve("username")),
                text(folder.resolve("password")),
                pinned.isPresent() ? pinned : trust(folder.resolve("ca.crt"), ServerTrust::ca));
    }

    private static Optional<SSLContext> trust(Path file, Function<String, SSLContext> reader) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(text(file)));
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitCode.FAILURE,
                    file + " is wrong: cert.sha256 holds 64 hex digits, ca.crt a certificate in PEM",
                    e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILURE,
                    "the secret %s cannot be read: put it there, or name the secrets folder with --secrets"
                            .formatted(file),
                    e);
        }
    }

    /** The value of the Authorization header (RFC 7617). */
    String basic() {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    String username() {
        return username;
    }

    String password() {
        return password;
    }

    /** What to trust instead of the CAs that the JDK knows. */
    Optional<SSLContext> trust() {
        return trust;
    }

    @Override
    public String toString() {
        return username;
    }
}
