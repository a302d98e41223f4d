package dev.skerry.appmanager.rest.fleet;

import dev.skerry.runtime.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A public key as ssh-keygen writes it to a .pub file, which is a line of authorized_keys (sshd(8)) without options. */
final class SshKey {

    private static final int LONGEST = 8_192;
    private static final Pattern LINE = Pattern.compile("(\\S+) +(\\S+)( +[^\\p{Cntrl}]*)?");

    /** What the ramdisk's SSH server knows (RFC 4253, RFC 5656, RFC 8709, OpenSSH's PROTOCOL.u2f). */
    private static final List<String> TYPES = List.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "ssh-rsa",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private SshKey() {}

    /** The key as one line, its parts separated by one space. @throws Problem 422 that names the field */
    static String checked(String field, String text) {
        String line = text.strip();
        if (line.startsWith("-----BEGIN")) {
            throw Problem.field(field, "is a private key", "give the public one, from the file that ends with .pub");
        }
        Matcher parts = LINE.matcher(line);
        if (line.length() > LONGEST || !parts.matches()) {
            throw wrong(field, "is not one line TYPE KEY COMMENT");
        }
        String type = parts.group(1);
        if (!TYPES.contains(type)) {
            throw wrong(field, "has the unknown type " + type);
        }
        if (!holds(type, parts.group(2))) {
            throw wrong(field, "holds no key of the type " + type);
        }
        String comment = parts.group(3);
        return type + " " + parts.group(2) + (comment == null || comment.isBlank() ? "" : " " + comment.strip());
    }

    /** Whether the encoded key begins with its own type (RFC 4253, 6.6), and with more after it. */
    private static boolean holds(String type, String encoded) {
        try {
            ByteBuffer key = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
            byte[] name = type.getBytes(StandardCharsets.US_ASCII);
            if (key.remaining() <= Integer.BYTES + name.length || key.getInt() != name.length) {
                return false;
            }
            byte[] found = new byte[name.length];
            key.get(found);
            return java.util.Arrays.equals(found, name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Problem wrong(String field, String what) {
        return Problem.field(
                field,
                what,
                "give a public key as ssh-keygen writes it to a .pub file; known types are "
                        + String.join(", ", TYPES));
    }
}
