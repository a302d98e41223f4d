package dev.skerry.local;

import dev.skerry.local.Certificates.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** The secrets of an installation on one machine, as docs/configuration.md names them: made once, for the owner's eyes only. */
final class SecretsFolder {

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
     * @throws IOException when a secret is damaged or half of the CA is missing
     */
    static void complete(Path folder, Instant now) throws IOException {
        WholeFile.folder(folder);
        SecretsFolder secrets = new SecretsFolder(folder);
        try {
            secrets.server(secrets.ca(now), now);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates in " + folder + " cannot be made", e);
        }
        secrets.once("nonce.key", randomHex());
        secrets.once("cluster.key", randomHex());
        WholeFile.folder(folder.resolve("bmc/sim"));
        secrets.once("bmc/sim/username", SIM_USERNAME);
        secrets.once("bmc/sim/password", SIM_PASSWORD);
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

    private void server(Identity ca, Instant now) throws GeneralSecurityException, IOException {
        Path certificate = folder.resolve("server.crt");
        Path key = folder.resolve("server.key");
        if (Files.exists(certificate) && Files.exists(key)) {
            Identity server = Certificates.read(certificate, key);
            if (Certificates.isGood(server.certificate(), ca.certificate(), now)) {
                return;
            }
        }
        Identity server = Certificates.newServer(ca, now);
        Files.deleteIfExists(certificate);
        WholeFile.write(key, Certificates.pem(server.key()));
        WholeFile.write(certificate, Certificates.pem(server.certificate()));
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
