package dev.skerry.provisioner.effect;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.FoundSystem;
import dev.skerry.provisioner.wire.CrawlWire;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.Secrets;
import dev.skerry.runtime.TaskHandler;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import dev.skerry.schemas.provisioning.BmcCrawled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks power controllers which machines they have, and announces those to inventory. A request that is delivered again is carried out again: it
 * reads, and inventory knows the machines by then.
 */
public final class CrawlHandler implements TaskHandler<BmcCrawlRequested>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CrawlHandler.class);

    /** For all that is asked of one controller; short enough to publish the outcome within the task's time limit. */
    private static final Duration LIMIT = Duration.ofSeconds(24);

    private static final int MOST_REMEMBERED = 4096;
    private static final int LONGEST_REASON = 500;

    private final EventPublisher publisher;
    private final RedfishClients clients;
    private final Duration limit;
    private final Bounded<String, Guard> guards = new Bounded<>(MOST_REMEMBERED, guard -> {});
    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();

    /** @param secrets where the controllers' credentials lie */
    public CrawlHandler(EventPublisher publisher, Secrets secrets) {
        this(publisher, new RedfishClients(new BmcSecrets(secrets)), LIMIT);
    }

    CrawlHandler(EventPublisher publisher, RedfishClients clients, Duration limit) {
        this.publisher = publisher;
        this.clients = clients;
        this.limit = limit;
    }

    @Override
    public void handle(BmcCrawlRequested request, EventHeaders headers) {
        Bmc controller = CrawlWire.controller(request);
        BmcCrawled outcome;
        try {
            List<FoundSystem> systems = ask(controller, request.getCrawlId());
            for (FoundSystem system : systems) {
                if (!system.macs().isEmpty()) {
                    publisher.publish(
                            Topics.MACHINE_REQUESTS,
                            system.macs().getFirst(),
                            CrawlWire.announcement(request, system),
                            headers);
                }
            }
            outcome = CrawlWire.answered(request, systems);
        } catch (PowerException e) {
            String reason = plain(e.failure().reason());
            LOG.info("{} told of no machine: {}", request.getAddress(), reason);
            outcome = CrawlWire.failed(request, reason);
        }
        publisher.publish(Topics.CRAWL_EVENTS, request.getCrawlId(), outcome, headers);
    }

    private List<FoundSystem> ask(Bmc controller, String crawlId) throws PowerException {
        Guard guard = guards.get(controller.address(), Guard::new);
        return guard.order(limit, hands, () -> RedfishCrawl.systems(controller, crawlId, clients, guard));
    }

    /** It may quote what a controller says. */
    private static String plain(String reason) {
        String line = reason.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON - 3) + "...";
    }

    @Override
    public Duration timeLimit() {
        return Duration.ofSeconds(28);
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }
}
