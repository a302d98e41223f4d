package dev.skerry.appmanager.rest.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.rest.TrustedSchemas;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.inventory.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Any body is a document or a problem of the 4xx kind that says what to do: nothing else comes out. */
class DocumentFuzzTest {

    static {
        TrustedSchemas.trust();
    }

    private static final int ROUNDS = Integer.getInteger("skerry.fuzz.rounds", 1_000);
    private static final Map<String, Consumer<JsonNode>> KINDS = Map.of(
            BadDocumentsTest.SITE, SiteDocument::request,
            BadDocumentsTest.MACHINE, json -> MachineDocument.announcement(json, Source.API),
            BadDocumentsTest.CLUSTER, json -> ClusterDocument.request(json, "test"),
            BadDocumentsTest.APP, json -> AppDocument.request(json, "test"));

    private static final List<String> PIECES = List.of(
            "&a [*a]",
            "*a",
            "!!java.net.URL 'http://x'",
            "<<: {}",
            "---\n",
            "...",
            "{",
            "}",
            "[",
            "]",
            "- ",
            ": ",
            "? ",
            "|\n",
            ">\n",
            "null",
            "~",
            ".nan",
            "-.inf",
            "1e999999999",
            "99999999999999999999999999",
            "-0",
            "0x7f",
            "true",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\t",
            "\u0000",
            "\uFEFF",
            "\u2028",
            "'",
            "\"",
            "#",
            "%YAML 9.9\n",
            "{a: {a: {a: 1}}}",
            "[[[[[[]]]]]]",
            "2026-01-01",
            "../../etc/passwd",
            "x".repeat(10_000));

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noDocumentIsTooOdd(long seed) {
        Random random = new Random(seed);
        KINDS.forEach((document, reader) -> {
            for (int round = 0; round < ROUNDS / 4; round++) {
                taken(mutated(document, random), "application/yaml", reader);
            }
        });
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            taken(noise, random.nextBoolean() ? "application/json" : "application/yaml", SiteDocument::request);
        }
    }

    @Test
    @Timeout(20)
    void aShortBodyThatGrowsIsRefusedQuickly() {
        StringBuilder laughs = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char name = 'b'; name < 'z'; name++) {
            laughs.append("%c: &%c [%s]\n".formatted(name, name, ("*" + (char) (name - 1) + ",").repeat(9)));
        }
        refused(laughs.toString(), "application/yaml");
        for (String open : List.of("[", "{\"a\":", "- ", "? ", "{a: ")) {
            refused(open.repeat(DocumentParser.LIMIT / open.length()), "application/yaml");
            refused(open.repeat(DocumentParser.LIMIT / open.length()), "application/json");
        }
        refused("a: " + "9".repeat(DocumentParser.LIMIT - 10), "application/yaml");
        refused("{\"a\":" + "9".repeat(DocumentParser.LIMIT - 10) + "}", "application/json");
        refused("{\"a\":1e" + "9".repeat(900) + "}", "application/json");
    }

    private static void refused(String body, String type) {
        assertThat(taken(body.getBytes(StandardCharsets.UTF_8), type, SiteDocument::request))
                .as(body.substring(0, Math.min(20, body.length())))
                .isFalse();
    }

    private static boolean taken(byte[] body, String type, Consumer<JsonNode> reader) {
        try {
            reader.accept(DocumentParser.parse(body, type));
            return true;
        } catch (Problem problem) {
            assertThat(problem.status()).isBetween(400, 499);
            assertThat(problem.remedy()).isNotEmpty();
            assertThat(String.valueOf(problem.getMessage()).length()).isLessThan(30_000);
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(type + " " + new String(body, StandardCharsets.ISO_8859_1), e);
        }
    }

    private static byte[] mutated(String document, Random random) {
        StringBuilder text = new StringBuilder(document);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.replace(at, Math.min(text.length(), at + random.nextInt(20)), "");
                case 2 -> value(text, random);
                default -> {
                    if (at < text.length()) {
                        text.setCharAt(at, (char) random.nextInt(0x180));
                    }
                }
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Puts something else where a value stands. */
    private static void value(StringBuilder text, Random random) {
        int colon = text.indexOf(": ", random.nextInt(text.length() + 1));
        if (colon >= 0) {
            int end = colon + 2;
            while (end < text.length() && ",}\n".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            text.replace(colon + 2, end, PIECES.get(random.nextInt(PIECES.size())));
        }
    }
}
