package dev.skerry.testing.crash;

import dev.skerry.local.Endpoints;
import dev.skerry.local.EventCount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What is killed, and how one knows that it is back. */
enum Victim {
    /** The five services' process. Its children see that it is gone and end in order. */
    PRODUCT,
    BROKER,
    REGISTRY,
    /** Services, broker and registry at one moment, as when the machine under them loses its power. */
    EVERYTHING,
    /** One cluster's agent: its memory is gone, its disk is as it is. */
    AGENT;

    private static final int LONGEST_AWAY_MILLIS = 5_000;
    private static final Duration BACK = Duration.ofSeconds(120);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Kills and waits for the return. @return whose end it was; empty when there was nobody to kill */
    Optional<String> kill(Product product, URI sim, List<String> agents, Random random)
            throws IOException, InterruptedException {
        switch (this) {
            case PRODUCT -> {
                product.killProduct();
                product.restart();
            }
            case EVERYTHING -> {
                Optional<Long> broker = product.childPid("broker");
                Optional<Long> registry = product.childPid("registry");
                product.killProduct();
                broker.ifPresent(Product::kill);
                registry.ifPresent(Product::kill);
                product.restart();
            }
            case BROKER, REGISTRY -> {
                String child = name().toLowerCase(java.util.Locale.ROOT);
                Optional<Long> pid = product.childPid(child);
                if (pid.isEmpty()) {
                    return Optional.empty();
                }
                Product.kill(pid.get());
                Waiting.until("the " + child + " to be back", BACK, () -> {
                    if (!product.isAlive()) {
                        throw new IllegalStateException("the product ended after its " + child + " was killed");
                    }
                    return product.childPid(child)
                                    .filter(now -> !now.equals(pid.get()))
                                    .isPresent()
                            && answers(product.endpoints());
                });
            }
            case AGENT -> {
                if (agents.isEmpty()) {
                    return Optional.empty();
                }
                String cluster = agents.get(random.nextInt(agents.size()));
                post(sim, cluster, "stop");
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_AWAY_MILLIS));
                post(sim, cluster, "start");
                return Optional.of("agent of " + cluster);
            }
        }
        return Optional.of(name().toLowerCase(java.util.Locale.ROOT));
    }

    private boolean answers(Endpoints endpoints) throws IOException, InterruptedException {
        return this == BROKER
                ? isOpen(endpoints.broker()) && EventCount.of(endpoints.broker()) >= 0
                : HTTP.send(
                                        HttpRequest.newBuilder(URI.create(endpoints.registry() + "/subjects"))
                                                .timeout(Duration.ofSeconds(5))
                                                .build(),
                                        BodyHandlers.discarding())
                                .statusCode()
                        == 200;
    }

    /** Kafka's client would tell of each vain try. */
    private static boolean isOpen(String address) throws IOException {
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    private static void post(URI sim, String cluster, String action) throws IOException, InterruptedException {
        URI uri = sim.resolve("/agents/" + URLEncoder.encode(cluster, StandardCharsets.UTF_8) + "/" + action);
        HTTP.send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding());
    }
}
