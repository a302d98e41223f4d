package dev.skerry.cli.bmc;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Asks power controllers which machines they have: a few at once, each for a limited time, and nobody that was not named. */
public final class Crawl {

    private static final int AT_ONCE = 16;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

    /** What one controller answered. */
    public sealed interface Outcome {

        String address();

        /** Its systems; those without a MAC cannot be announced. */
        record Found(String address, List<FoundSystem> systems) implements Outcome {}

        /** It told of none, and why. */
        record Nothing(String address, String why) implements Outcome {}
    }

    private final Credentials credentials;
    private final Duration limit;

    /** @param limit for one controller */
    public Crawl(Credentials credentials, Duration limit) {
        this.credentials = credentials;
        this.limit = limit;
    }

    /**
     * Asks them all.
     *
     * @param addresses as {@link Addresses} writes them
     * @param listener told each outcome in the addresses' order
     */
    public List<Outcome> ask(List<String> addresses, Consumer<Outcome> listener) throws InterruptedException {
        Semaphore turns = new Semaphore(AT_ONCE);
        List<Outcome> outcomes = new ArrayList<>();
        try (HttpClient client = client();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> asking = addresses.stream()
                    .map(address -> threads.submit(() -> {
                        turns.acquire();
                        try {
                            return ask(address, client);
                        } finally {
                            turns.release();
                        }
                    }))
                    .toList();
            for (Future<Outcome> each : asking) {
                Outcome outcome = each.get();
                outcomes.add(outcome);
                listener.accept(outcome);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return outcomes;
    }

    private Outcome ask(String address, HttpClient client) throws InterruptedException {
        if (address.startsWith("ipmi:")) {
            return new Outcome.Nothing(
                    address,
                    "IPMI does not tell the MACs of a machine, so it was not asked: apply a document with the machine's"
                            + " MACs and this address");
        }
        try (RedfishService service = new RedfishService(address, client, credentials, limit)) {
            List<FoundSystem> systems = service.systems();
            return systems.isEmpty()
                    ? new Outcome.Nothing(address, "it has no systems")
                    : new Outcome.Found(address, systems);
        } catch (IOException e) {
            return new Outcome.Nothing(address, why(e));
        }
    }

    private static String why(IOException failure) {
        if (failure instanceof SSLHandshakeException) {
            return "its certificate is not trusted: put its CA into the credentials' folder as ca.crt, or its own SHA-256"
                    + " as cert.sha256";
        }
        @Nullable String message = failure.getMessage();
        return message == null ? "it does not answer (" + failure.getClass().getSimpleName() + ")" : message;
    }

    private HttpClient client() {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT);
        credentials.trust().ifPresent(client::sslContext);
        return client.build();
    }
}
