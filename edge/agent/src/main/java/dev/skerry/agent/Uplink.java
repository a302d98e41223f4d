package dev.skerry.agent;

import dev.skerry.agent.identity.Identity;
import dev.skerry.agent.identity.Tls;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The agent's way to the centre: one HTTP client, made anew when the certificate changes. */
final class Uplink implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Executor executor;
    private volatile @Nullable HttpClient client;
    private boolean closed;

    Uplink(Executor executor) {
        this.executor = executor;
    }

    /** Null before there is an identity, and after the end. */
    @Nullable
    HttpClient client() {
        return client;
    }

    /** Calls that are under way with the identity so far are broken off. */
    synchronized void become(Identity identity) throws GeneralSecurityException {
        if (!closed) {
            var former = client;
            client = client(Tls.as(identity), executor);
            if (former != null) {
                former.shutdownNow();
            }
        }
    }

    /** HTTP/1.1, so that a broken feed does not take the reports with it. */
    static HttpClient client(SSLContext tls, Executor executor) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(executor)
                .sslContext(tls)
                .build();
    }

    @Override
    public synchronized void close() {
        closed = true;
        var last = client;
        client = null;
        if (last != null) {
            last.shutdownNow();
        }
    }
}
