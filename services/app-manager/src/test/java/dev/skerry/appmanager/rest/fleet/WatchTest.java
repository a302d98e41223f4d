package dev.skerry.appmanager.rest.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.rest.FakeReadModels.Fake;
import dev.skerry.appmanager.rest.Samples;
import dev.skerry.appmanager.rest.StreamPipe;
import dev.skerry.schemas.inventory.SiteState;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchTest {

    private final Fake<SiteState> sites = new Fake<>(new AtomicBoolean(true));
    private final StreamPipe pipe = new StreamPipe();

    @AfterEach
    void close() throws IOException {
        pipe.close();
    }

    @Test
    void firstTheSnapshotThenSyncedThenChanges() throws Exception {
        put("a");
        put("b");
        Watch<SiteState> watch = new Watch<>(site -> true, 10, Duration.ofSeconds(30));
        CompletableFuture<Void> over = run(watch);
        assertThat(pipe.event()).isEqualTo("upsert a");
        assertThat(pipe.event()).isEqualTo("upsert b");
        assertThat(pipe.event()).isEqualTo("synced ");
        put("c");
        assertThat(pipe.event()).isEqualTo("upsert c");
        sites.put("a", null);
        assertThat(pipe.event()).isEqualTo("delete a");
        watch.end();
        over.get(5, TimeUnit.SECONDS);
        assertThat(sites.listeners()).isZero();
    }

    @Test
    void aSilentStreamHasComments() throws Exception {
        Watch<SiteState> watch = new Watch<>(site -> true, 10, Duration.ofMillis(20));
        CompletableFuture<Void> over = run(watch);
        assertThat(pipe.event()).isEqualTo("synced ");
        assertThat(pipe.line()).isEqualTo(": alive");
        watch.end();
        over.get(5, TimeUnit.SECONDS);
    }

    @Test
    void whatIsNotWantedIsNotShownAndWhatCeasesToBeIsDeleted() throws Exception {
        Predicate<SiteState> emea = site -> site.getRegion().startsWith("emea");
        put("a");
        sites.put("z", moved("z"));
        Watch<SiteState> watch = new Watch<>(emea, 10, Duration.ofSeconds(30));
        CompletableFuture<Void> over = run(watch);
        assertThat(pipe.event()).isEqualTo("upsert a");
        assertThat(pipe.event()).isEqualTo("synced ");
        sites.put("z", null);
        sites.put("a", moved("a"));
        assertThat(pipe.event()).isEqualTo("delete a");
        watch.end();
        over.get(5, TimeUnit.SECONDS);
    }

    @Test
    void aWatcherThatFallsBehindIsDisconnectedAndHoldsNothing() throws Exception {
        Watch<SiteState> watch = new Watch<>(site -> true, 3, Duration.ofSeconds(30));
        CompletableFuture<Void> over = run(watch);
        assertThat(pipe.event()).isEqualTo("synced ");
        pipe.stall();
        put("first");
        pipe.awaitStalled();
        for (int i = 0; i < 100; i++) {
            put("same");
        }
        assertThat(watch.waiting()).isEqualTo(1);
        for (int i = 0; i < 4; i++) {
            put("site-" + i);
        }
        assertThat(watch.waiting()).isZero();
        put("later");
        assertThat(watch.waiting()).isZero();
        pipe.release();
        over.get(5, TimeUnit.SECONDS);
        assertThat(sites.listeners()).isZero();
    }

    private CompletableFuture<Void> run(Watch<SiteState> watch) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        watch.run(sites, pipe.stream());
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private void put(String name) {
        sites.put(name, Samples.site(name));
    }

    private static SiteState moved(String name) {
        return SiteState.newBuilder(Samples.site(name)).setRegion("amer/us").build();
    }
}
