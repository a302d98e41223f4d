package dev.skerry.sim.machine;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A join token in k3s's secure form, {@code K10<SHA-256 of the CA>::<user>:<secret>}.
 *
 * @param caSha256 lower-case hex, over the bytes of server-ca.crt
 * @param user {@code server} or {@code node}
 */
record JoinToken(String caSha256, String user, String secret) {

    private static final Pattern FORM = Pattern.compile("K10([0-9a-f]{64})::(server|node):(\\S+)");

    /** @throws IOException when k3s would not take it */
    static JoinToken parse(String token) throws IOException {
        var matcher = FORM.matcher(token);
        if (!matcher.matches()) {
            throw new IOException("the join token has not the form K10<CA hash>::<server or node>:<secret>");
        }
        return new JoinToken(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    /** @throws IOException when the CA is another one */
    void requireCa(String foundSha256) throws IOException {
        if (!caSha256.equals(foundSha256)) {
            throw new IOException("the join token is for a CA with another hash than " + foundSha256);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "K10" + caSha256 + "::" + user + ":...";
    }
}
