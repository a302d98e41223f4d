package dev.skerry.sim.ipxe;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A script that is being run. */
final class Script {

    private final URI uri;
    private final List<String> lines;
    private final int depth;
    private int next;
    private boolean moved;

    /** @param depth how many scripts deep this one was chained to, from 1 */
    Script(URI uri, String text, int depth) throws IOException {
        this.uri = uri;
        this.depth = depth;
        lines = text.lines().map(String::strip).toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith("#!ipxe")) {
            throw new IOException(uri + " is not an iPXE script");
        }
    }

    int depth() {
        return depth;
    }

    /** The next line that holds a command. */
    Optional<String> nextLine() {
        while (next < lines.size()) {
            String line = lines.get(next++);
            moved = false;
            if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(":")) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    void jump(String label) throws IOException {
        int line = lines.indexOf(":" + label);
        if (line < 0) {
            throw new IOException("there is no label " + label);
        }
        next = line + 1;
        moved = true;
    }

    void end() {
        next = lines.size();
        moved = true;
    }

    /** Whether a command of the current line went elsewhere, so that the rest of the line is void. */
    boolean hasMoved() {
        return moved;
    }

    URI resolve(String reference) throws IOException {
        try {
            return uri.resolve(reference);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a URI: " + reference, e);
        }
    }
}
