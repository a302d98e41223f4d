package dev.skerry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AsyncApiTest {

    private static final Path DOCUMENT = Path.of("../docs/asyncapi.yaml");

    @Test
    void theDocumentInDocsIsTheCatalogues() throws IOException {
        if (Boolean.getBoolean("skerry.regenerate")) {
            Files.writeString(DOCUMENT, AsyncApi.document());
        }
        assertThat(Files.readString(DOCUMENT))
                .as("out of date; run: mvn -pl schemas test -Dtest=AsyncApiTest -Dskerry.regenerate=true")
                .isEqualTo(AsyncApi.document());
    }
}
