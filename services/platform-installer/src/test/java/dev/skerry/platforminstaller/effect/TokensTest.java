package dev.skerry.platforminstaller.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.runtime.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void eachPurposeHasItsOwnSecret() throws Exception {
        Tokens tokens = tokens("01".repeat(32));
        Set<String> all = Set.of(
                tokens.serverSecret("a.x", "5a"),
                tokens.serverSecret("b.x", "5a"),
                tokens.serverSecret("a.x", "5b"),
                tokens.nodePassword("a.x", "5b", "n"),
                tokens.agentSecret("a.x", "5a"),
                tokens.nodePassword("a.x", "5a", "n"),
                tokens.enrolmentToken("a.x", "c1"),
                tokens.enrolmentToken("a.x", "c2"));
        assertThat(all).hasSize(8).allMatch(secret -> secret.matches("[0-9a-f]{64}"));
    }

    @Test
    void isAFunctionOfTheClusterKey() throws Exception {
        String first = tokens("01".repeat(32)).serverSecret("a.x", "5a");
        assertThat(tokens("01".repeat(32)).serverSecret("a.x", "5a")).isEqualTo(first);
        assertThat(tokens("02".repeat(32)).serverSecret("a.x", "5a")).isNotEqualTo(first);
    }

    /** RFC 4231, test case 2, has the key "Jefe"; this one is checked against an HMAC made by hand (RFC 2104). */
    @Test
    void isHmacSha256() throws Exception {
        byte[] key = HexFormat.of().parseHex("0b".repeat(32));
        byte[] inner = new byte[64];
        byte[] outer = new byte[64];
        for (int i = 0; i < 64; i++) {
            byte k = i < key.length ? key[i] : 0;
            inner[i] = (byte) (k ^ 0x36);
            outer[i] = (byte) (k ^ 0x5c);
        }
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (String salt : List.of("/5a", "")) {
            sha.update(inner);
            byte[] first = sha.digest(("k3s-server/a.x" + salt).getBytes(StandardCharsets.UTF_8));
            sha.update(outer);
            assertThat(tokens("0b".repeat(32)).serverSecret("a.x", salt.replace("/", "")))
                    .isEqualTo(HexFormat.of().formatHex(sha.digest(first)));
        }
    }

    @Test
    void writesTheSecureTokenAsK3sReadsIt() {
        // printf 'CA' | sha256sum
        assertThat(Tokens.secure("CA".getBytes(StandardCharsets.US_ASCII), "server", "s3cret"))
                .isEqualTo("K10" + Tokens.sha256(new byte[] {'C', 'A'}) + "::server:s3cret")
                .matches("K10[0-9a-f]{64}::server:s3cret");
    }

    @Test
    void comparesTokens() {
        assertThat(Tokens.matches("abc", "abc")).isTrue();
        assertThat(Tokens.matches("abc", "abd")).isFalse();
        assertThat(Tokens.matches("abc", "")).isFalse();
    }

    @Test
    void saysWhichSecretIsMissing() {
        assertThatThrownBy(() -> new Tokens(new Secrets(folder.resolve("none"))).serverSecret("a", "5a"))
                .hasMessageContaining("cluster.key");
    }

    private Tokens tokens(String key) throws Exception {
        Files.writeString(folder.resolve("cluster.key"), key + "\n");
        return new Tokens(new Secrets(folder));
    }
}
