package dev.skerry.provisioner.rest;

import dev.skerry.runtime.Problem;
import dev.skerry.runtime.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The files that boot scripts name, and the fleet's CA certificate. */
@RestController
public final class FilesController {

    private final Optional<Path> folder;
    private final Secrets secrets;

    /**
     * Makes the door.
     *
     * @param files what machines fetch
     * @param secrets where {@code ca.crt} lies
     */
    public FilesController(BootFiles files, Secrets secrets) {
        this.folder = files.folder();
        this.secrets = secrets;
    }

    @GetMapping(path = "/boot/ca.pem")
    ResponseEntity<String> ca() {
        if (!secrets.exists("ca.crt")) {
            throw Problem.unknown("", "there is no CA certificate", "put ca.crt into the secrets folder");
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/x-pem-file"))
                .body(secrets.text("ca.crt") + "\n");
    }

    @GetMapping("/boot/files/{*path}")
    ResponseEntity<Resource> file(@PathVariable String path) {
        Path file = folder.flatMap(root -> inside(root, path))
                .orElseThrow(() -> Problem.unknown(
                        "path",
                        "there is no boot file " + path,
                        "put it into the folder that skerry.provisioner.files-dir names"));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(new FileSystemResource(file));
    }

    private static Optional<Path> inside(Path root, String path) {
        try {
            Path real = root.toRealPath();
            Path file = real.resolve(path.replaceFirst("^/+", "")).toRealPath();
            return file.startsWith(real) && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
