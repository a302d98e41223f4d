package dev.skerry.bench.boot;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A text of a script's size, always the same: what the HTTP server does when nothing is asked of it. */
@RestController
public final class Constant {

    static final String PATH = "/constant";

    private static final String TEXT = """
        #!ipxe
        sanboot --no-describe --drive 0x80 || exit
        """;

    @GetMapping(path = PATH, produces = MediaType.TEXT_PLAIN_VALUE)
    String text() {
        return TEXT;
    }
}
