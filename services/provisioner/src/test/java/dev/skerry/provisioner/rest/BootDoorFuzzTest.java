package dev.skerry.provisioner.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.skerry.provisioner.domain.Fixture;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

/** Any report and any contact is taken or refused with a problem: no failure of the server, and nothing of its inside is shown. */
class BootDoorFuzzTest extends BootDoor {

    private static final int ROUNDS = Integer.getInteger("skerry.fuzz.rounds", 400);
    private static final List<String> KINDS = List.of("inspection", "progress", "wiped", "failure", "phone-home");
    private static final String FACTS =
            "{\"architecture\":\"x86_64\",\"cpuCores\":8,\"memoryMiB\":16384,\"disks\":[{\"name\":\"sda\",\"sizeBytes\":480000000000,"
                    + "\"serial\":\"S1\"}],\"nics\":[{\"name\":\"eth0\",\"mac\":\"52-54-00-00-01-01\"}],\"serial\":\"X1\",\"step\":\"write\","
                    + "\"percent\":50,\"reason\":\"x\",\"diskSerials\":[\"S1\"],\"method\":\"discard\"}";
    private static final List<String> VALUES = List.of(
            "null",
            "-1",
            "1e999999999",
            "9223372036854775808",
            "1.5",
            "\"\"",
            "[]",
            "{}",
            "[[[[]]]]",
            "[null]",
            "[{}]",
            "true",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "NaN",
            "'x'",
            "[".repeat(5_000),
            "9".repeat(5_000),
            "\"" + "x".repeat(70_000) + "\"");

    @Test
    void noReportIsTooOdd() throws Exception {
        Random random = new Random(3);
        for (Fixture state : List.of(
                new Fixture().inspecting(Fixture.REDFISH), new Fixture().installing(), new Fixture().releasing())) {
            show(state);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] body = body(random);
                answered(
                        door.perform(post("/boot/attempts/" + state.nonce() + "/"
                                                + KINDS.get(random.nextInt(KINDS.size())))
                                        .content(body))
                                .andReturn()
                                .getResponse(),
                        new String(body, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(published.events).as("some are still reports").isNotEmpty();
    }

    @Test
    void noContactIsTooOdd() throws Exception {
        Random random = new Random(4);
        for (int round = 0; round < ROUNDS; round++) {
            String path = "/boot/" + odd(random, "copenhagen") + "/" + odd(random, "52:54:00:00:01:01")
                    + "/script?uuid="
                    + odd(random, "5f0c5d3e-7d2c-4f2b-9d8e-1a2b3c4d5e6f") + "&serial=" + odd(random, "X1") + "&arch="
                    + odd(random, "x86_64");
            answered(door.perform(get(URI.create(path))).andReturn().getResponse(), path);
        }
    }

    private static void answered(MockHttpServletResponse response, String what) throws Exception {
        assertThat(response.getStatus()).as(what).isIn(200, 202, 400, 404, 413, 422);
        if (response.getStatus() >= 400) {
            assertThat(response.getContentAsString())
                    .as(what)
                    .doesNotContain("Exception", "\tat ", "java.")
                    .hasSizeLessThan(10_000);
        }
    }

    private static byte[] body(Random random) {
        if (random.nextInt(5) == 0) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            return noise;
        }
        StringBuilder text = new StringBuilder(FACTS);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int colon = text.indexOf(":", at);
            if (random.nextBoolean() && colon > 0) {
                int end = colon + 1;
                while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                text.replace(colon + 1, end, VALUES.get(random.nextInt(VALUES.size())));
            } else {
                text.setCharAt(at, (char) random.nextInt(0x100));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String odd(Random random, String usual) {
        StringBuilder text = new StringBuilder(usual);
        switch (random.nextInt(5)) {
            case 0 -> text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(1, 0x200));
            case 1 -> text.append("${x}\n#!ipxe\nshell");
            case 2 -> text.append("x".repeat(random.nextInt(2_000)));
            case 3 -> text.delete(random.nextInt(text.length()), text.length()).append('z');
            default -> {}
        }
        return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "-");
    }
}
