package dev.skerry.local;

import dev.skerry.local.Certificates.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The secrets of an installation, as docs/configuration.md names them: made once, for the owner's eyes only. */
public final class SecretsFolder {

    /** What each service reads, a file or a folder each. The others need none. */
    private static final Map<String, List<String>> READERS = Map.of(
            "provisioner", List.of("ca.crt", "nonce.key", "bmc"),
            "platform-installer", List.of("ca.crt", "ca.key", "server.crt", "server.key", "cluster.key"),
            "app-manager", List.of("ca.crt", "server.crt", "server.key"));

    private static final int KEY_BYTES = 32;

    /** The simulated BMCs' credentials. They open nothing but simulated machines. */
    private static final String SIM_USERNAME = "admin";

    private static final String SIM_PASSWORD = "skerry-sim";

    private final Path folder;

    private SecretsFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes what is missing, and the doors' certificate anew when it is near its end. The fleet's CA is never replaced: what it
     * signed would be lost.
     *
     * @param names what the doors are reached under beside loopback: DNS names and IP addresses; others have the doors' certificate made anew
     * @throws IOException when a secret is damaged or half of the CA is missing
     */
    public static void complete(Path folder, Set<String> names, Instant now) throws IOException {
        WholeFile.folder(folder);
        SecretsFolder secrets = new SecretsFolder(folder);
        try {
            secrets.server(secrets.ca(now), names, now);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates in " + folder + " cannot be made", e);
        }
        secrets.once("nonce.key", randomHex());
        secrets.once("cluster.key", randomHex());
        WholeFile.folder(folder.resolve("bmc/sim"));
        secrets.once("bmc/sim/username", SIM_USERNAME);
        secrets.once("bmc/sim/password", SIM_PASSWORD);
    }

    /**
     * Gives each service a folder of its own, with the secrets that it reads and no others: {@code parts/SERVICE}.
     *
     * @param folder what {@link #complete} made
     * @throws IOException when one is missing or cannot be written
     */
    public static void share(Path folder, Path parts) throws IOException {
        for (Map.Entry<String, List<String>> reader : READERS.entrySet()) {
            Path part = WholeFile.folder(parts.resolve(reader.getKey()));
            for (String name : reader.getValue()) {
                copy(folder.resolve(name), part.resolve(name));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            WholeFile.folder(to);
            try (Stream<Path> children = Files.list(from)) {
                for (Path child : children.toList()) {
                    copy(child, to.resolve(child.getFileName()));
                }
            }
        } else {
            WholeFile.write(to, Files.readString(from));
        }
    }

    private Identity ca(Instant now) throws GeneralSecurityException, IOException {
        Path certificate = folder.resolve("ca.crt");
        Path key = folder.resolve("ca.key");
        if (Files.exists(certificate) && Files.exists(key)) {
            return Certificates.read(certificate, key);
        }
        if (Files.exists(certificate)) {
            throw new IOException(key + " is missing beside ca.crt: put it back, or remove the whole state folder");
        }
        Identity ca = Certificates.newCa(now);
        // The certificate last: with a key alone, nothing was signed yet.
        WholeFile.write(key, Certificates.pem(ca.key()));
        WholeFile.write(certificate, Certificates.pem(ca.certificate()));
        return ca;
    }

    private void server(Identity ca, Set<String> names, Instant now) throws GeneralSecurityException, IOException {
        Path certificate = folder.resolve("server.crt");
        Path key = folder.resolve("server.key");
        if (Files.exists(certificate) && Files.exists(key)) {
            Identity server = Certificates.read(certificate, key);
            if (Certificates.isGood(server.certificate(), ca.certificate(), now)
                    && Certificates.names(server.certificate()).equals(all(names))) {
                return;
            }
        }
        Identity server = Certificates.newServer(ca, all(names), now);
        Files.deleteIfExists(certificate);
        WholeFile.write(key, Certificates.pem(server.key()));
        WholeFile.write(certificate, Certificates.pem(server.certificate()));
    }

    private static Set<String> all(Set<String> names) {
        Set<String> all = new TreeSet<>(Set.of("localhost"));
        names.stream().map(Certificates::canonical).forEach(all::add);
        return all;
    }

    private void once(String name, String value) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            WholeFile.write(file, value + "\n");
        }
    }

    private static String randomHex() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
