package dev.skerry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StrimziResourcesTest {

    private static final Path FOLDER = Path.of("../k8s/base/kafka");

    @Test
    void theTopicsOfTheClusterAreTheCatalogues() throws IOException {
        compare("topics.yaml", StrimziResources.topics());
    }

    @Test
    void theUsersOfTheClusterMayWhatTheCatalogueSays() throws IOException {
        compare("users.yaml", StrimziResources.users());
    }

    private static void compare(String file, String generated) throws IOException {
        Path path = FOLDER.resolve(file);
        if (Boolean.getBoolean("skerry.regenerate")) {
            Files.writeString(path, generated);
        }
        assertThat(Files.readString(path))
                .as("out of date; run: mvn -pl schemas test -Dtest=StrimziResourcesTest -Dskerry.regenerate=true")
                .isEqualTo(generated);
    }
}
