package dev.skerry.appmanager.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A watcher on a real socket that stops reading. */
@Timeout(60)
class SlowWatcherTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SITES = 4_000;

    @Test
    void whoTakesNothingIsCutOffAndNothingIsKeptForIt() throws IOException {
        try (TestFleet fleet = new TestFleet("500ms");
                Socket idle = watch(fleet);
                Socket reading = watch(fleet)) {
            Awaitility.await().atMost(LIMIT).until(() -> fleet.models.listeners(Topics.SITE_STATE), is -> is == 2);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(reading.getInputStream(), StandardCharsets.UTF_8));
            int round = 0;
            while (fleet.watchers() > 1 && round < 1_000) {
                round++;
                for (int i = 0; i < SITES; i++) {
                    fleet.models.put(Topics.SITE_STATE, "site-" + i, Samples.site("site-" + i));
                }
                until(lines, "id: site-" + (SITES - 1));
            }
            assertThat(fleet.watchers()).as("the one that reads stays").isEqualTo(1);
            assertThat(fleet.models.listeners(Topics.SITE_STATE)).isEqualTo(1);
            assertThat(idle.isConnected()).isTrue();
        }
    }

    private static Socket watch(TestFleet fleet) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.connect(new InetSocketAddress("127.0.0.1", fleet.peoplePort()));
        OutputStream out = socket.getOutputStream();
        out.write("GET /api/v1/sites HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static void until(BufferedReader lines, String wanted) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals(wanted)) {
            line = lines.readLine();
        }
        assertThat(line).as("a watcher that reads is told everything").isNotNull();
    }
}
