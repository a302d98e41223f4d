package dev.skerry.testing.crash.check;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The ledgers and topics of a small run with nine kills (a registry, two brokers, everything at once, agents), as they were written. */
final class RecordedRun {

    private RecordedRun() {}

    static History read() throws IOException {
        return History.read(List.of(file("ledger.jsonl.gz"), file("journal.jsonl.gz")), file("topics.jsonl.gz"));
    }

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(RecordedRun.class.getResource("/crash/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
