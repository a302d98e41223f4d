package dev.skerry.appmanager.domain.fleet;

import static dev.skerry.appmanager.domain.Given.container;
import static dev.skerry.appmanager.domain.Given.named;
import static dev.skerry.appmanager.domain.Given.perCluster;
import static dev.skerry.appmanager.domain.Given.policy;
import static dev.skerry.appmanager.domain.Given.request;
import static dev.skerry.appmanager.domain.Given.selecting;
import static dev.skerry.appmanager.domain.Given.spread;
import static dev.skerry.appmanager.domain.Given.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.SpreadOver;
import dev.skerry.appmanager.domain.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestRulesTest {

    private static final PlacementPolicy ONE = policy(1, 1);

    @Test
    void goodRequestsPass() {
        assertThat(Stream.of(
                                request("shop", ONE),
                                named(request("a", policy(0, 1))),
                                request("b", perCluster(policy(3, 1))),
                                request("c", spread(SpreadOver.SITE, 2, 2, policy(2, 2))),
                                request("d", within(List.of("emea/dk", "apac"), ONE)),
                                with(new Workload(new Workload.Manifests("kind: Pod"), new Resources(1, 1, 1))))
                        .flatMap(r -> RequestRules.refuse(r).stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void badOnesAreRefusedByField(String field, DeploymentRequest request) {
        assertThat(RequestRules.refuse(request).map(FleetEvent.Refused::field)).contains(field);
    }

    static Stream<Arguments> badOnesAreRefusedByField() {
        return Stream.of(
                Arguments.of("tenant", tenant("Acme")),
                Arguments.of("tenant", tenant("")),
                Arguments.of("name", request("-shop", ONE)),
                Arguments.of("name", request("a".repeat(64), ONE)),
                Arguments.of("name", request("a.b", ONE)),
                Arguments.of("workload.container.image", image(" ", List.of())),
                Arguments.of("workload.container.ports", image("i", List.of(0))),
                Arguments.of("workload.container.ports", image("i", List.of(80, 80))),
                Arguments.of(
                        "workload.manifests", with(new Workload(new Workload.Manifests(" "), new Resources(1, 1, 1)))),
                Arguments.of("workload.resources.cpuMillis", request("a", new Resources(-1, 1, 1), ONE)),
                Arguments.of("workload.resources.memoryMiB", request("a", new Resources(1, 0, 1), ONE)),
                Arguments.of("workload.resources.memoryMiB", request("a", new Resources(1, Long.MAX_VALUE, 1), ONE)),
                Arguments.of("workload.resources.pods", request("a", new Resources(1, 1, 0), ONE)),
                Arguments.of("placement.regions", request("a", within(List.of("emea/"), ONE))),
                Arguments.of("placement.regions", request("a", within(List.of(""), ONE))),
                Arguments.of("placement.selector", request("a", selecting(Map.of("", "x"), ONE))),
                Arguments.of("placement.clusters", request("a", policy(-1, 1))),
                Arguments.of("placement.replicas", request("a", policy(1, 0))),
                Arguments.of("placement.replicas", request("a", policy(3, 2))),
                Arguments.of("placement.spread", request("a", spread(SpreadOver.SITE, 1, 0, policy(0, 1)))),
                Arguments.of("placement.spreadMin", request("a", spread(SpreadOver.SITE, 3, 0, policy(2, 2)))),
                Arguments.of("placement.spreadMax", request("a", spread(SpreadOver.SITE, 2, 1, policy(2, 2)))),
                Arguments.of("dns.name", dns(new DnsName("Shop", 80, 20))),
                Arguments.of("dns.port", dns(new DnsName("shop", 0, 20))),
                Arguments.of("dns.ttlSeconds", dns(new DnsName("shop", 80, -1))));
    }

    private static DeploymentRequest tenant(String tenant) {
        DeploymentRequest from = request("shop", ONE);
        return new DeploymentRequest(tenant, "shop", from.workload(), ONE, Optional.empty(), "");
    }

    private static DeploymentRequest with(Workload workload) {
        return new DeploymentRequest("acme", "shop", workload, ONE, Optional.empty(), "");
    }

    private static DeploymentRequest image(String image, List<Integer> ports) {
        return with(new Workload(new Workload.Container(image, List.of(), Map.of(), ports), new Resources(1, 1, 1)));
    }

    private static DeploymentRequest dns(DnsName name) {
        return new DeploymentRequest("acme", "shop", container(new Resources(1, 1, 1)), ONE, Optional.of(name), "");
    }
}
