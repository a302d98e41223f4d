package dev.skerry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void oneHoldsAFolderAtATime() throws IOException {
        Path folder = temporary.resolve("a/b");
        try (StateLock _ = StateLock.hold(folder)) {
            assertThatThrownBy(() -> StateLock.hold(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder + " is in use");
        }
        StateLock.hold(folder).close();
    }

    @Test
    void whatIsInUseIsNotWiped() throws IOException {
        Files.createDirectories(temporary.resolve("broker/data"));
        try (StateLock _ = StateLock.hold(temporary)) {
            assertThatThrownBy(() -> LocalFleet.wipe(temporary)).isInstanceOf(IOException.class);
            assertThat(temporary.resolve("broker/data")).exists();
        }
    }

    @Test
    void wipingLeavesTheLockAlone() throws IOException {
        Files.createDirectories(temporary.resolve("broker/data"));
        Files.writeString(temporary.resolve("broker/data/0.log"), "x");
        LocalFleet.wipe(temporary);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("lock");
        }
    }
}
