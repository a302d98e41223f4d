package dev.skerry.agent.identity;

import dev.skerry.agent.disk.AtomicFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * The identity on disk, and the key for which a certificate is being asked. That key is on disk before it is asked for, so that an
 * answer that was lost can be asked for again with the same key.
 */
public final class IdentityFiles {

    private static final Logger LOG = System.getLogger(IdentityFiles.class.getName());

    private final AtomicFile identity;
    private final AtomicFile pendingKey;

    public IdentityFiles(Path folder) {
        identity = new AtomicFile(folder.resolve("identity.pem"));
        pendingKey = new AtomicFile(folder.resolve("pending-key.pem"));
    }

    /** Empty when there is none that can be used. */
    public Optional<Identity> load() throws IOException {
        var text = identity.read();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Identity.fromText(text.get()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    () -> identity.place() + " cannot be understood and is put aside: " + e.getMessage());
            identity.putAside();
            return Optional.empty();
        }
    }

    /** Takes the place of the identity so far; the pending key is spent. */
    public void save(Identity next) throws IOException, GeneralSecurityException {
        identity.write(next.toText());
        pendingKey.delete();
    }

    /** The key to ask a certificate for: the pending one, or else a new one on the curve P-256. */
    public KeyPair pendingKey() throws IOException, GeneralSecurityException {
        var text = pendingKey.read();
        if (text.isPresent()) {
            var publicKey = Pem.decode("PUBLIC KEY", text.get());
            if (!publicKey.isEmpty()) {
                return new KeyPair(
                        KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey.getFirst())),
                        Identity.keyFromText(text.get()));
            }
        }
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var keys = generator.generateKeyPair();
        pendingKey.write(Pem.encode("PRIVATE KEY", keys.getPrivate().getEncoded())
                + Pem.encode("PUBLIC KEY", keys.getPublic().getEncoded()));
        return keys;
    }
}
