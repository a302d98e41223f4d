package dev.skerry.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The diagram in docs/metal.md is the table of steps that {@link Lifecycle} allows. */
class MetalPageTest {

    private static final Path PAGE = Path.of("../../docs/metal.md");
    private static final String BEGIN = "<!-- states: written by MetalPageTest -->\n";
    private static final String END = "<!-- end of states -->\n";

    @Test
    void theDiagramIsTheTransitionTable() throws IOException {
        String page = Files.readString(PAGE);
        String expected =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + diagram() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("skerry.regenerate")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("out of date; run: mvn -pl services/inventory test -Dtest=MetalPageTest -Dskerry.regenerate=true")
                .isEqualTo(expected);
    }

    private static String diagram() {
        StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n  [*] --> DISCOVERED\n");
        for (Lifecycle from : Lifecycle.values()) {
            for (Lifecycle to : Lifecycle.values()) {
                if (from.mayBecome(to)) {
                    text.append("  %s --> %s\n".formatted(from, to));
                }
            }
        }
        return text.append("```\n").toString();
    }
}
