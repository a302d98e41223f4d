package dev.skerry.provisioner.rest;

import dev.skerry.provisioner.effect.BootFiles;
import dev.skerry.provisioner.effect.BootFiles.BootFile;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.core.io.ByteArrayResource;
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

    private static final String CHECKSUM = ".sha256";

    private final BootFiles files;
    private final Secrets secrets;

    /**
     * Makes the door.
     *
     * @param files what machines fetch
     * @param secrets where {@code ca.crt} lies
     */
    public FilesController(BootFiles files, Secrets secrets) {
        this.files = files;
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

    /**
     * A file, or a part of it (RFC 9110, 14.2). Its ETag follows from its content, so that a download that another copy of this
     * service began can be gone on with; its checksum is told as RFC 9530 says. With {@code .sha256} after its name: the checksum as
     * {@code sha256sum} writes it.
     */
    @GetMapping("/boot/files/{*path}")
    ResponseEntity<Resource> file(@PathVariable String path) {
        return files.find(path)
                .map(FilesController::whole)
                .or(() -> checksum(path))
                .orElseThrow(() -> Problem.unknown(
                        "path",
                        "there is no boot file " + path,
                        "put it into the folder that skerry.provisioner.files-dir names"));
    }

    private static ResponseEntity<Resource> whole(BootFile file) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .eTag("\"" + HexFormat.of().formatHex(file.sha256()) + "\"")
                .header("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(file.sha256()) + ":")
                .body(new FileSystemResource(file.path()));
    }

    private Optional<ResponseEntity<Resource>> checksum(String path) {
        if (!path.endsWith(CHECKSUM)) {
            return Optional.empty();
        }
        return files.find(path.substring(0, path.length() - CHECKSUM.length())).map(file -> {
            String line =
                    HexFormat.of().formatHex(file.sha256()) + "  " + file.path().getFileName() + "\n";
            return ResponseEntity.ok()
                    .contentType(MediaType.TEXT_PLAIN)
                    .body(new ByteArrayResource(line.getBytes(StandardCharsets.UTF_8)));
        });
    }
}
