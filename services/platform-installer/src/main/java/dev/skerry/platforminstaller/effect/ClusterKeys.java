package dev.skerry.platforminstaller.effect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The certificate authorities of each cluster, made before its first server boots and kept in a folder that is named after it. k3s
 * takes them instead of making its own when they lie in its folder at its first start. As long as no other node
 * has them, each claim of a first server gets others: whoever was first with a nonce that was not his has authorities of no cluster.
 *
 * @see <a href="https://docs.k3s.io/cli/certificate#using-custom-ca-certificates">k3s: custom CA certificates</a>
 */
public final class ClusterKeys {

    /** Where k3s looks for them on a server. */
    private static final String K3S_TLS = "/var/lib/rancher/k3s/server/tls/";

    private static final List<String> AUTHORITIES =
            List.of("server-ca", "client-ca", "request-header-ca", "etcd/server-ca", "etcd/peer-ca");
    private static final String SERVICE_KEY = "service.key";
    /** Is there once the authorities were handed out. */
    private static final String SALT = "salt";

    private static final int SALT_BYTES = 16;
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    private final Path keys;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, Boolean> made = new ConcurrentHashMap<>();

    /** @param keys the folder that holds one folder a cluster; made when missing */
    public ClusterKeys(Path keys, InstantSource clock) {
        this.keys = keys.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /** A file that a node writes. @param mode octal, such as 0600 */
    public record NodeFile(String path, String mode, String content) {

        @Override
        public String toString() {
            return "NodeFile[" + path + ", " + mode + "]";
        }
    }

    /** Sees to it that a cluster's authorities are there; whoever comes first makes them, others wait. */
    public void ensure(String clusterId) {
        made.computeIfAbsent(clusterId, this::makeUnlessThere);
    }

    /**
     * To be called before a first server gets its configuration, if no other node of the cluster has one: gives the cluster a new salt,
     * and new authorities if these were handed out before.
     */
    public void handOut(String clusterId) {
        made.compute(clusterId, (id, _) -> {
            Path folder = folder(id);
            try {
                if (Files.exists(folder.resolve(SALT))) {
                    discard(folder);
                }
                makeUnlessThere(id);
                byte[] salt = new byte[SALT_BYTES];
                random.nextBytes(salt);
                writeSecret(folder.resolve(SALT), HexFormat.of().formatHex(salt));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot keep the cluster's authorities in " + folder, e);
            }
            return true;
        });
    }

    /** What the cluster's secrets are derived with beside its id, in hex; empty when its authorities were never handed out. */
    public String salt(String clusterId) {
        Path salt = folder(clusterId).resolve(SALT);
        return Files.exists(salt) ? new String(read(salt), StandardCharsets.US_ASCII) : "";
    }

    /** The bytes of server-ca.crt as a server of the cluster has them. */
    public byte[] serverCa(String clusterId) {
        ensure(clusterId);
        return read(folder(clusterId).resolve("server-ca.crt"));
    }

    /** All files that a server of the cluster needs. */
    public List<NodeFile> files(String clusterId) {
        ensure(clusterId);
        return Stream.concat(
                        AUTHORITIES.stream().flatMap(name -> Stream.of(name + ".crt", name + ".key")),
                        Stream.of(SERVICE_KEY))
                .map(name -> new NodeFile(
                        K3S_TLS + name,
                        name.endsWith(".key") ? "0600" : "0644",
                        new String(read(folder(clusterId).resolve(name)), StandardCharsets.US_ASCII)))
                .toList();
    }

    private Path folder(String clusterId) {
        Path folder = keys.resolve(clusterId).normalize();
        if (!keys.equals(folder.getParent())) {
            throw new IllegalArgumentException("a cluster's id must be one name: " + clusterId);
        }
        return folder;
    }

    private boolean makeUnlessThere(String clusterId) {
        Path folder = folder(clusterId);
        if (isThere(folder)) {
            return true;
        }
        try {
            Files.createDirectories(folder.getParent());
            Path draft = Files.createTempDirectory(
                    folder.getParent(), ".new-", PosixFilePermissions.asFileAttribute(PRIVATE));
            try {
                make(clusterId, draft);
                publish(draft, folder);
            } finally {
                delete(draft);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the cluster's authorities in " + folder, e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this JDK cannot make the keys of a cluster", e);
        }
    }

    private static boolean isThere(Path folder) {
        return Files.isRegularFile(folder.resolve(SERVICE_KEY));
    }

    /** Another process may have been first: then its authorities count, and these are thrown away. */
    private static void publish(Path draft, Path folder) throws IOException {
        try {
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isThere(folder)) {
                throw e;
            }
        }
    }

    private void make(String clusterId, Path folder)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Files.createDirectory(folder.resolve("etcd"), PosixFilePermissions.asFileAttribute(PRIVATE));
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        for (String name : AUTHORITIES) {
            KeyPair pair = curve.generateKeyPair();
            String subject = "skerry-" + name.replace('/', '-') + "@" + clusterId;
            Files.writeString(
                    folder.resolve(name + ".crt"), Pem.of(SelfSigned.authority(subject, pair, clock.instant())));
            writeSecret(folder.resolve(name + ".key"), Pem.ofCurveKey(pair));
        }
        // The API server signs service account tokens with RSA or ECDSA; an RSA key costs a hundred times more to make.
        writeSecret(folder.resolve(SERVICE_KEY), Pem.ofCurveKey(curve.generateKeyPair()));
    }

    private static void writeSecret(Path path, String text) throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(SECRET));
        Files.writeString(path, text);
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secret " + path, e);
        }
    }

    /** All at once, as far as others see it. */
    private static void discard(Path folder) throws IOException {
        Path old =
                Files.createTempDirectory(folder.getParent(), ".old-", PosixFilePermissions.asFileAttribute(PRIVATE));
        Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
