package dev.skerry.sim.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A machine's state and the files on its disk. Whole after a killed process; not forced to the real disk. */
final class MachineFolder {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    MachineFolder(Path folder) {
        this.folder = folder;
    }

    Optional<MachineState> load() {
        try {
            return Optional.of(JSON.readValue(Files.readString(folder.resolve("machine.json")), MachineState.class));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException e) {
            throw new UncheckedIOException(
                    new IOException(folder.resolve("machine.json") + ": " + e.getOriginalMessage(), e));
        }
    }

    void save(MachineState state) {
        try {
            Files.createDirectories(folder);
            Path beside = folder.resolve("machine.json.new");
            Files.writeString(beside, JSON.writeValueAsString(state));
            Files.move(
                    beside,
                    folder.resolve("machine.json"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the installed system keeps its files. */
    Path disk() {
        return folder.resolve("disk");
    }

    void wipeDisk() {
        if (!Files.exists(disk())) {
            return;
        }
        try (var files = Files.walk(disk())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
