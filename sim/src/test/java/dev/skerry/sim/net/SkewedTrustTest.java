package dev.skerry.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.skerry.agent.testing.TestAuthority;
import dev.skerry.sim.net.Calls.Answer;
import dev.skerry.sim.net.Calls.Transmission;
import dev.skerry.sim.net.Calls.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SkewedTrustTest {

    private record Skewed(Duration clockAhead) implements Way {
        @Override
        public Answer pass(HttpRequest request, Transmission transmission) throws IOException, InterruptedException {
            return transmission.send();
        }
    }

    @Test
    void aCertificateMustBeValidByTheMachinesOwnClock() throws Exception {
        var authority = new TestAuthority();
        var life = Duration.between(
                Instant.now(), authority.certificate().getNotAfter().toInstant());
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
        server.createContext("/", HttpAnswers.guarded(exchange -> HttpAnswers.empty(exchange, 204)));
        server.start();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var calls = new Calls(executor, 10)) {
            var uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
            assertThat(calls.over(new Skewed(Duration.ofSeconds(1)))
                            .get(uri, authority.pem())
                            .status())
                    .isEqualTo(204);
            assertThatThrownBy(() -> calls.over(new Skewed(life.plusDays(1))).get(uri, authority.pem()))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(calls.get(uri, authority.pem()).status())
                    .as("others do not share its client")
                    .isEqualTo(204);
        } finally {
            server.stop(0);
        }
    }
}
