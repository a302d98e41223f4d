package dev.skerry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventsPageTest {

    private static final Path PAGE = Path.of("../docs/events.md");
    private static final String BEGIN = "<!-- topics: written by EventsPageTest -->\n";
    private static final String END = "<!-- end of topics -->\n";

    @Test
    void theTableOfTopicsIsTheCatalogues() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                + TopicTable.markdown()
                + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("skerry.regenerate")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("out of date; run: mvn -pl schemas test -Dtest=EventsPageTest -Dskerry.regenerate=true")
                .isEqualTo(expected);
    }
}
