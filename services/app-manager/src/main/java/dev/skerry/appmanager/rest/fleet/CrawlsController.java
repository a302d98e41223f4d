package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.effect.CrawlLog;
import dev.skerry.appmanager.rest.documents.DocumentParser;
import dev.skerry.appmanager.rest.documents.Fields;
import dev.skerry.appmanager.rest.documents.Syntax;
import dev.skerry.catalogue.Topics;
import dev.skerry.kernel.Ids;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import dev.skerry.schemas.provisioning.BmcCrawled;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Crawls of power controllers: requests, and how they stand. */
@RestController
final class CrawlsController {

    private static final int MOST_ADDRESSES = 256;

    private final Admission admission;
    private final EventPublisher publisher;
    private final CrawlLog crawls;

    CrawlsController(Admission admission, EventPublisher publisher, CrawlLog crawls) {
        this.admission = admission;
        this.publisher = publisher;
        this.crawls = crawls;
    }

    @PostMapping("/api/v1/crawls")
    ResponseEntity<Accepted> post(HttpServletRequest request) throws IOException {
        Fields body = Fields.of(DocumentParser.read(request), "site", "addresses", "credentialsRef");
        String site = Syntax.label("site", body.text("site"));
        Set<String> addresses = new LinkedHashSet<>(body.texts("addresses", MOST_ADDRESSES, Syntax::redfish));
        if (addresses.isEmpty()) {
            throw Problem.field("addresses", "names no controller", "list 1 to " + MOST_ADDRESSES + " addresses");
        }
        String credentials = Syntax.credentials("credentialsRef", body.text("credentialsRef"));
        admission.judgeSite("site", site);
        Instant now = Instant.now();
        String id = Ids.timeOrdered(now, UUID.randomUUID().toString()).toString();
        EventHeaders crawl = new EventHeaders(id, "", "", now, id, id, id, null);
        List<CompletableFuture<EventHeaders>> sent = addresses.stream()
                .map(address -> new BmcCrawlRequested(id, site, address, credentials, Requester.NAME))
                .map(each -> publisher.send(Topics.CRAWL_REQUESTS, id, each, crawl))
                .toList();
        return Accepted.of(acknowledged(sent).getFirst(), id);
    }

    @GetMapping("/api/v1/crawls/{crawl}")
    Status one(@PathVariable String crawl) {
        CrawlLog.Crawl found = crawls.one(crawl);
        Set<String> ended =
                found.outcomes().stream().map(BmcCrawled::getAddress).collect(Collectors.toSet());
        return new Status(
                crawl,
                found.requests().getFirst().getSite(),
                found.requests().stream()
                        .map(BmcCrawlRequested::getAddress)
                        .filter(address -> !ended.contains(address))
                        .toList(),
                found.outcomes().stream().map(AvroJson::tree).toList());
    }

    /**
     * How a crawl stands.
     *
     * @param waiting the addresses that have no outcome yet
     * @param outcomes one an address
     */
    record Status(String crawlId, String site, List<String> waiting, List<ObjectNode> outcomes) {}

    private static List<EventHeaders> acknowledged(List<CompletableFuture<EventHeaders>> sent) {
        try {
            return sent.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
    }
}
