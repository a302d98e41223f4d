package dev.skerry.platforminstaller.effect;

import dev.skerry.runtime.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of clusters, worked out when they are asked for and kept nowhere: HMAC-SHA256 (RFC 2104) over what they are for, under
 * the secret {@code cluster.key}. Each is 64 hex digits.
 */
public final class Tokens {

    private final Secrets secrets;

    public Tokens(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * What servers join with; k3s encrypts the cluster's bootstrap data with it too, so it stays the same while the cluster has other nodes.
     *
     * @param salt the cluster's, see {@link ClusterKeys#salt}
     */
    public String serverSecret(String clusterId, String salt) {
        return derived("k3s-server", clusterId, salt);
    }

    /**
     * What agents join with.
     *
     * @param salt the cluster's
     */
    public String agentSecret(String clusterId, String salt) {
        return derived("k3s-agent", clusterId, salt);
    }

    /**
     * What k3s proves a node's identity with. Being derived, it is the same after the node is installed anew, so that the cluster
     * does not refuse it.
     *
     * @param salt the cluster's
     */
    public String nodePassword(String clusterId, String salt, String nodeName) {
        return derived("k3s-node-password", clusterId, salt, nodeName);
    }

    /**
     * What the cluster's agent enrols with.
     *
     * @param claimId of the first server's claim: a first server that is installed anew gets another token
     */
    public String enrolmentToken(String clusterId, String claimId) {
        return derived("agent-enrolment", clusterId, claimId);
    }

    /** Whether two tokens are the same, in a time that does not depend on where they differ. */
    public static boolean matches(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * k3s' secure token: the joining node checks the server's CA by the hash before it shows the secret.
     *
     * @param serverCa the bytes of server-ca.crt: one self-signed certificate, of which k3s hashes the file as it is
     * @param user server or node
     * @see <a href="https://docs.k3s.io/cli/token">k3s token</a>
     */
    public static String secure(byte[] serverCa, String user, String secret) {
        return "K10" + sha256(serverCa) + "::" + user + ":" + secret;
    }

    /** SHA-256 in lower-case hex. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Names of clusters and nodes, and salts, hold no slash, so the parts cannot run into each other. An empty salt is left out. */
    private String derived(String... purpose) {
        String parts = Stream.of(purpose).filter(part -> !part.isEmpty()).collect(Collectors.joining("/"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secrets.hex("cluster.key"), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(parts.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cluster.key must hold 32 random bytes in hex", e);
        }
    }
}
