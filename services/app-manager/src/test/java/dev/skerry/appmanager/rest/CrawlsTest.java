package dev.skerry.appmanager.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.rest.RecordingPublisher.Published;
import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Crawls of power controllers at the door. */
@Timeout(60)
class CrawlsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static TestFleet fleet;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        fleet.close();
    }

    @BeforeEach
    void empty() {
        fleet.models.clear();
        fleet.models.caughtUp(true);
        fleet.publisher.clear();
        fleet.models.put(Topics.SITE_STATE, Samples.SITE, Samples.site(Samples.SITE));
    }

    @Test
    void eachAddressIsOneRequestOfOneCrawl() throws Exception {
        HttpResponse<String> answer =
                post(Samples.SITE, "\"10.0.9.7\",\"http://[2001:db8::1]:8000\",\"https://10.0.9.7:443\"");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode accepted = JSON.readTree(answer.body());
        String crawl = accepted.path("key").asString();
        assertThat(accepted.path("correlationId").asString()).isEqualTo(crawl);
        assertThat(fleet.publisher.published()).hasSize(2).allSatisfy(published -> {
            assertThat(published.topic()).isEqualTo(Topics.CRAWL_REQUESTS);
            assertThat(published.key()).isEqualTo(crawl);
        });
        assertThat(fleet.publisher.published())
                .extracting(Published::value)
                .containsExactly(
                        new BmcCrawlRequested(crawl, Samples.SITE, "https://10.0.9.7", "ours", "fleet-api"),
                        new BmcCrawlRequested(crawl, Samples.SITE, "http://[2001:db8::1]:8000", "ours", "fleet-api"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.9.1|ipmi://10.0.9.7|IPMI does not tell",
                "10.0.9.1|user:secret@10.0.9.7|HOST:PORT",
                "10.0.9.1|https://10.0.9.7/redfish/v1|nothing behind",
                "10.0.9.1|10.0.9.7:99999|HOST:PORT",
                "10.0.9.1|ftp://10.0.9.7|HOST:PORT",
                "10.0.9.1|http://a_b|HOST:PORT",
                "10.0.9.1|[::::]|HOST:PORT",
            })
    void anAddressThatIsNoneIsNamed(String good, String bad, String remedy) throws Exception {
        problem(post(Samples.SITE, "\"" + good + "\",\"" + bad + "\""), "addresses[1]", bad, remedy);
        assertThat(fleet.publisher.published()).isEmpty();
    }

    @Test
    void whatElseIsWrongIsNamed() throws Exception {
        problem(post(Samples.SITE, ""), "addresses", "names no controller", "1 to 256");
        String many =
                IntStream.range(0, 257).mapToObj(each -> "\"h" + each + "\"").collect(Collectors.joining(","));
        problem(post(Samples.SITE, many), "addresses", "257 entries", "at most 256");
        problem(post("copenhagn", "\"10.0.9.7\""), "site", "no site copenhagn", "did you mean copenhagen?");
        problem(send("{\"site\":\"copenhagen\",\"addresses\":[\"h\"]}"), "credentialsRef", "missing", "add");
        problem(
                send("{\"site\":\"copenhagen\",\"addresses\":[\"h\"],\"credentialsRef\":\"../x\"}"),
                "credentialsRef",
                "not allowed",
                "never a value");
        problem(send("{\"sites\":\"copenhagen\"}"), "sites", "unknown field", "site");
        assertThat(fleet.publisher.published()).isEmpty();
    }

    @Test
    void nothingIsPromisedWhileTheBrokerIsAway() throws Exception {
        fleet.publisher.away(true);
        assertThat(post(Samples.SITE, "\"10.0.9.7\",\"10.0.9.8\"").statusCode()).isEqualTo(503);
    }

    @Test
    void aCrawlThatIsNotThereIsUnknown() throws Exception {
        HttpResponse<String> answer = TestFleet.send(client, TestFleet.request(fleet.people("/api/v1/crawls/lab")));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("there is no crawl lab");
    }

    private static void problem(HttpResponse<String> answer, String field, String detail, String remedy) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.path("field").asString("")).isEqualTo(field);
        assertThat(json.path("detail").asString("")).contains(detail);
        assertThat(json.path("remedy").asString("")).contains(remedy);
    }

    private static HttpResponse<String> post(String site, String addresses) throws IOException {
        return send("{\"site\":\"%s\",\"addresses\":[%s],\"credentialsRef\":\"ours\"}".formatted(site, addresses));
    }

    private static HttpResponse<String> send(String body) throws IOException {
        return TestFleet.send(
                client,
                TestFleet.request(fleet.people("/api/v1/crawls"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
