package dev.skerry.provisioner.effect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user and a password. */
record Login(String username, String password) {

    /** The value of the Authorization header (RFC 7617). */
    String basic() {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return username;
    }
}
