package dev.skerry.appmanager.rest.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.rest.Samples;
import dev.skerry.appmanager.rest.documents.DocumentParser;
import dev.skerry.runtime.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever an agent posts is a report or a problem of the 4xx kind. */
class AgentReportFuzzTest {

    private static final int ROUNDS = Integer.getInteger("skerry.fuzz.rounds", 3_000);
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "9223372036854775808",
            "1.5",
            "\"\"",
            "\"x\"",
            "\"\\u0000\"",
            "[]",
            "{}",
            "[[]]",
            "[{}]",
            "[null]",
            "{\"a\":1}",
            "\"AVAILABLE\"",
            "\"::1%eth0\"",
            "\"1.2.3.4.5\"",
            "NaN",
            "\"a/b/c\"",
            "\"/\"");

    @Test
    void noReportIsTooOdd() {
        Random random = new Random(11);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = body(random);
            try {
                AgentReports.observation(DocumentParser.parse(body, "application/json"), Samples.CLUSTER, Samples.NOON);
                taken++;
            } catch (Problem problem) {
                assertThat(problem.status()).isBetween(400, 499);
                assertThat(problem.remedy()).isNotEmpty();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(new String(body, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertThat(taken).isBetween(1, ROUNDS - 1);
    }

    private static byte[] body(Random random) {
        StringBuilder text = new StringBuilder(AgentReportsTest.REPORT);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            int colon = text.indexOf(":", at);
            if (random.nextBoolean() && colon > 0) {
                int end = colon + 1;
                while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                text.replace(colon + 1, end, VALUES.get(random.nextInt(VALUES.size())));
            } else if (random.nextBoolean()) {
                text.setCharAt(at, (char) random.nextInt(0x100));
            } else {
                text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                text.append(' ');
            }
        }
        return text.toString().getBytes(random.nextInt(10) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}
