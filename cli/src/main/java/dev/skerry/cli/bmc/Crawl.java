package dev.skerry.cli.bmc;

import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.output.Trees;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A crawl of power controllers that the fleet's provisioner carries out: it reaches them, and it has the credentials. */
public final class Crawl {

    private static final long PAUSE_SECONDS = 1;

    private final FleetApi api;
    private final String id;

    private Crawl(FleetApi api, String id) {
        this.api = api;
        this.id = id;
    }

    /**
     * Asks for one.
     *
     * @param site where the machines stand
     * @param addresses the controllers', at most {@link Addresses#MOST}
     * @param credentials the name of their credentials in the provisioner's secrets folder
     */
    public static Crawl request(FleetApi api, String site, List<String> addresses, String credentials) {
        ObjectNode body = Trees.JSON.createObjectNode();
        body.put("site", site).put("credentialsRef", credentials);
        ArrayNode list = body.putArray("addresses");
        addresses.forEach(list::add);
        return new Crawl(api, api.post("crawls", body).path("key").asString(""));
    }

    /** By which its events are found. */
    public String id() {
        return id;
    }

    /**
     * Waits until each address has an outcome.
     *
     * @param limit after which it is no longer waited
     * @param listener told each outcome as it comes: members {@code address}, {@code systems}, {@code reason}
     * @return the crawl as it stands then; its {@code waiting} are the addresses without an outcome
     */
    public JsonNode await(Duration limit, Consumer<JsonNode> listener) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Set<String> told = new HashSet<>();
        while (true) {
            JsonNode crawl = api.get("crawls/" + FleetApi.path(id));
            for (JsonNode outcome : crawl.path("outcomes")) {
                if (told.add(outcome.path("address").asString(""))) {
                    listener.accept(outcome);
                }
            }
            if (crawl.path("waiting").isEmpty() || System.nanoTime() - end >= 0) {
                return crawl;
            }
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        }
    }
}
