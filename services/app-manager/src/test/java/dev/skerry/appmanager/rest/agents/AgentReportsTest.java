package dev.skerry.appmanager.rest.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.appmanager.rest.Samples;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.apps.AgentReported;
import dev.skerry.schemas.apps.PlacementPhase;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class AgentReportsTest {

    /** As docs/protocols.md shows it. */
    static final String REPORT = """
            {"sequence":12,"generation":7,"agentVersion":"0.1.0","capacity":{"cpuMillis":16000,"memoryMiB":65536,"pods":220},
             "used":{"cpuMillis":1500,"memoryMiB":1536,"pods":3},"addresses":["203.0.113.7"],"nodesReady":2,
             "placements":[{"app":"acme/shop","revision":2,"phase":"AVAILABLE","readyReplicas":3,"message":""}]}
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void whatTheProtocolShowsIsTaken() {
        AgentReported report = observation(REPORT);
        assertThat(report.getClusterId()).isEqualTo(Samples.CLUSTER);
        assertThat(report.getSequence()).isEqualTo(12);
        assertThat(report.getAt()).isEqualTo(Samples.NOON);
        assertThat(report.getCapacity()).isEqualTo(Samples.resources(16000, 65536, 220));
        assertThat(report.getAddresses()).containsExactly("203.0.113.7");
        assertThat(report.getPlacements()).singleElement().satisfies(placement -> {
            assertThat(placement.getPhase()).isEqualTo(PlacementPhase.AVAILABLE);
            assertThat(placement.getReadyReplicas()).isEqualTo(3);
        });
    }

    @Test
    void aNewerAgentMaySayMoreAndNobodyIsLostForWords() {
        String more = REPORT.replace(
                        "\"sequence\":12", "\"sequence\":12,\"clusterId\":\"other.one\",\"mood\":{\"a\":[1]}")
                .replace("\"message\":\"\"", "\"message\":\"" + "x".repeat(5000) + "\"");
        AgentReported report = observation(more);
        assertThat(report.getClusterId()).isEqualTo(Samples.CLUSTER);
        assertThat(report.getPlacements().getFirst().getMessage()).hasSize(1024);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "sequence":12,            |                        | sequence                    | is missing
            "sequence":12             | "sequence":-1          | sequence                    | out of range
            "sequence":12             | "sequence":"12"        | sequence                    | whole number
            "generation":7            | "generation":1.5       | generation                  | whole number
            "AVAILABLE"               | "RUNNING"              | placements[0].phase         | RUNNING is not known
            "AVAILABLE"               | "DRAINING"             | placements[0].phase         | DRAINING is not known
            "acme/shop"               | "shop"                 | placements[0].app           | not an app
            "acme/shop"               | "acme/shop/x"          | placements[0].app           | not allowed
            "revision":2              | "revision":0           | placements[0].revision      | out of range
            "readyReplicas":3         | "readyReplicas":-3     | placements[0].readyReplicas | out of range
            "203.0.113.7"             | "example.com"          | addresses[0]                | not an IP address
            ["203.0.113.7"]           | "203.0.113.7"          | addresses                   | must be a list
            "cpuMillis":16000         | "cpuMillis":-1         | capacity.cpuMillis          | out of range
            "pods":3                  | "pods":null            | used.pods                   | is missing
            "nodesReady":2            | "nodesReady":3000000000| nodesReady                  | out of range
            "agentVersion":"0.1.0"    | "agentVersion":""      | agentVersion                | must not be empty
            """)
    void badReports(String good, String bad, String field, String detail) {
        String given = bad == null ? "" : bad;
        assertThat(REPORT).contains(good);
        assertThatThrownBy(() -> observation(REPORT.replace(good, given)))
                .hasMessageContaining(detail)
                .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.status()).isEqualTo(422);
                    assertThat(problem.remedy()).isNotBlank();
                });
    }

    @Test
    void anAppStandsOnce() {
        String placement = "{\"app\":\"acme/shop\",\"revision\":2,\"phase\":\"GONE\",\"readyReplicas\":0}";
        assertThatThrownBy(() -> observation(REPORT.replace("\"placements\":[", "\"placements\":[" + placement + ",")))
                .hasMessageContaining("acme/shop stands twice");
    }

    private static AgentReported observation(String report) {
        return AgentReports.observation(JSON.readTree(report), Samples.CLUSTER, Samples.NOON);
    }
}
