package dev.skerry.appmanager.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.appmanager.rest.TrustedSchemas;
import dev.skerry.catalogue.Topics;
import dev.skerry.kernel.Ids;
import dev.skerry.runtime.PoisonException;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import dev.skerry.schemas.provisioning.BmcCrawled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class CrawlLogTest {

    static {
        TrustedSchemas.trust();
    }

    private final TopicLog log = new TopicLog();
    private final List<SpecificRecord> values = new ArrayList<>();
    private final String crawl = id("one");

    @Test
    void tellsWhoWasAskedAndTheFirstOutcomeOfEach() {
        add(request(id("other"), "https://c"), 0);
        add(request(crawl, "https://a"), 0);
        add(request(crawl, "https://b"), 0);
        add(outcome(crawl, "https://b", "first"), 2);
        add(outcome(crawl, "https://b", "again"), 3);
        log.poison(Topics.CRAWL_EVENTS, crawl, 4);

        CrawlLog.Crawl found = crawls(20).one(crawl);

        assertThat(found.requests())
                .extracting(BmcCrawlRequested::getAddress)
                .containsExactly("https://a", "https://b");
        assertThat(found.outcomes()).extracting(BmcCrawled::getReason).containsExactly("first");
        assertThat(log.open).isZero();
    }

    @Test
    void whatIsOlderThanTheCrawlIsPassedOver() {
        add(request(crawl, "https://a"), -120);
        assertThatThrownBy(() -> crawls(20).one(crawl))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(crawl);
    }

    @Test
    void whatIsNoCrawlsIdIsUnknown() {
        for (String wrong : List.of("lab", UUID.randomUUID().toString(), id("none"))) {
            assertThatThrownBy(() -> crawls(20).one(wrong))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(404));
        }
    }

    @Test
    void whenTheTimeIsOverItIsToBeAskedAgain() {
        add(request(crawl, "https://a"), 0);
        assertThatThrownBy(() -> crawls(0).one(crawl))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    }

    private CrawlLog crawls(int seconds) {
        return new CrawlLog(log::consumer, "test.", this::decode, Duration.ofSeconds(seconds));
    }

    private void add(SpecificRecord value, long second) {
        values.add(value);
        byte[] place = {(byte) values.size()};
        switch (value) {
            case BmcCrawlRequested asked ->
                log.add(Topics.CRAWL_REQUESTS, asked.getCrawlId(), second, new RecordHeaders(), place);
            case BmcCrawled crawled ->
                log.add(Topics.CRAWL_EVENTS, crawled.getCrawlId(), second, new RecordHeaders(), place);
            default -> throw new IllegalArgumentException(value.toString());
        }
    }

    private SpecificRecord decode(byte[] bytes) {
        if (bytes.length == 0) {
            throw new PoisonException("not Avro");
        }
        return values.get(bytes[0] - 1);
    }

    private static BmcCrawlRequested request(String crawl, String address) {
        return new BmcCrawlRequested(crawl, "lab", address, "ours", "");
    }

    private static BmcCrawled outcome(String crawl, String address, String reason) {
        return new BmcCrawled(crawl, "lab", address, List.of(), reason);
    }

    private static String id(String cause) {
        return Ids.timeOrdered(TraceReaderTest.at(0), cause).toString();
    }
}
