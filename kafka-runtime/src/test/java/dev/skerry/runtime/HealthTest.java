package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.unit.DataSize;

class HealthTest {

    @TempDir
    Path folder = Path.of("");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aPeerIsAwayWhenItHasNotAnsweredForSixSeconds() throws Exception {
        AtomicBoolean refuses = new AtomicBoolean();
        PeerProbe probe = new PeerProbe(
                "broker",
                "127.0.0.1:1",
                "start it",
                () -> {
                    if (refuses.get()) {
                        throw new IOException("connection refused");
                    }
                    return "";
                },
                () -> now);
        assertThat(probe.health().getStatus()).as("not asked yet").isEqualTo(Status.OUT_OF_SERVICE);
        probe.ask();
        assertThat(probe.health().getStatus()).isEqualTo(Status.UP);

        refuses.set(true);
        now = now.plusSeconds(2);
        probe.ask();
        assertThat(probe.health().getStatus()).as("one slow answer").isEqualTo(Status.UP);
        now = now.plusSeconds(5);
        probe.ask();
        Health away = probe.health();
        assertThat(away.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(String.valueOf(away.getDetails().get("reason")))
                .isEqualTo("no answer since 2026-01-01T00:00:00Z: IOException: connection refused");
        assertThat(away.getDetails()).containsEntry("remedy", "start it").containsEntry("address", "127.0.0.1:1");

        refuses.set(false);
        probe.ask();
        assertThat(probe.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aNearlyFullDiskIsNamedWithItsFolder() {
        DiskHealth full = new DiskHealth(folder, DataSize.ofMegabytes(256), each -> 12 << 20);
        assertThat(full.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(full.health().getDetails())
                .containsEntry("folder", folder.toAbsolutePath().toString())
                .containsEntry("usableMiB", 12L)
                .containsEntry("reason", "less than 256 MiB are left")
                .containsKey("remedy");
        assertThat(new DiskHealth(folder, DataSize.ofMegabytes(256), each -> 256 << 20)
                        .health()
                        .getStatus())
                .isEqualTo(Status.UP);
    }

    @Test
    void aFolderThatIsNotMadeYetIsJudgedByItsDisk() {
        assertThat(DiskHealth.of(folder.resolve("not/yet"), DataSize.ofBytes(1))
                        .health()
                        .getStatus())
                .isEqualTo(Status.UP);
        DiskHealth broken = new DiskHealth(folder, DataSize.ofBytes(1), each -> {
            throw new IOException("stale file handle");
        });
        assertThat(broken.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(String.valueOf(broken.health().getDetails().get("reason"))).contains("stale file handle");
    }
}
