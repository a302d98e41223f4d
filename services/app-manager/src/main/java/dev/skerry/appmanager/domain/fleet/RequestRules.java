package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.Division;
import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.SpreadOver;
import dev.skerry.appmanager.domain.Workload.Container;
import dev.skerry.appmanager.domain.Workload.Content;
import dev.skerry.appmanager.domain.Workload.Manifests;
import dev.skerry.appmanager.domain.fleet.FleetEvent.Refused;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a deployment request must be like. */
final class RequestRules {

    /** RFC 1123, section 2.1, in lower case. */
    private static final Predicate<String> DNS_LABEL =
            Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?").asMatchPredicate();

    private static final Predicate<String> REGION =
            Pattern.compile("[^/\\s]+(/[^/\\s]+)*").asMatchPredicate();

    private static final int MOST_CLUSTERS = 10_000;
    private static final int MOST_REPLICAS = 100_000;
    /** A million processors' thousandths, and as many mebibytes: more than any cluster, and no sum of it overflows. */
    private static final long MOST_OF_ONE = 1_000_000_000L;

    private RequestRules() {}

    /** The first thing that is wrong with a request, by field and remedy. */
    static Optional<Refused> refuse(DeploymentRequest request) {
        return check(DNS_LABEL.test(request.tenant()), "tenant", notALabel(request.tenant()))
                .or(() -> check(DNS_LABEL.test(request.name()), "name", notALabel(request.name())))
                .or(() -> content(request.workload().content()))
                .or(() -> replica(request.workload().replica()))
                .or(() -> policy(request.placement()))
                .or(() -> request.dns().flatMap(RequestRules::dns));
    }

    private static Optional<Refused> content(Content content) {
        return switch (content) {
            case Container c ->
                check(!c.image().isBlank(), "workload.container.image", "is empty; name an OCI image")
                        .or(() -> check(
                                c.ports().stream().allMatch(RequestRules::isPort),
                                "workload.container.ports",
                                "must be from 1 to 65535"))
                        .or(() -> check(
                                c.ports().stream().distinct().count()
                                        == c.ports().size(),
                                "workload.container.ports",
                                "names a port twice"));
            case Manifests m ->
                check(!m.yaml().isBlank(), "workload.manifests", "is empty; give at least one Kubernetes object");
        };
    }

    private static Optional<Refused> replica(Resources replica) {
        return amount(replica.cpuMillis(), "workload.resources.cpuMillis")
                .or(() -> amount(replica.memoryMiB(), "workload.resources.memoryMiB"))
                .or(() -> amount(replica.pods(), "workload.resources.pods"));
    }

    private static Optional<Refused> amount(long amount, String field) {
        return check(amount > 0 && amount <= MOST_OF_ONE, field, "is " + amount + "; must be from 1 to " + MOST_OF_ONE);
    }

    private static Optional<Refused> policy(PlacementPolicy policy) {
        return check(
                        policy.regions().stream().allMatch(REGION),
                        "placement.regions",
                        "must be paths such as emea/dk, without a slash at either end")
                .or(() -> check(
                        policy.selector().keySet().stream().noneMatch(String::isBlank),
                        "placement.selector",
                        "has a label without a name"))
                .or(() -> between(policy.clusters(), 0, MOST_CLUSTERS, "placement.clusters"))
                .or(() -> between(policy.replicas(), 1, MOST_REPLICAS, "placement.replicas"))
                .or(() -> check(
                        policy.division() == Division.PER_CLUSTER || policy.replicas() >= policy.clusters(),
                        "placement.replicas",
                        "is " + policy.replicas() + " in total for " + policy.clusters()
                                + " clusters; each needs at least one"))
                .or(() -> policy.spread() == SpreadOver.NONE ? Optional.empty() : spread(policy));
    }

    private static Optional<Refused> spread(PlacementPolicy policy) {
        return check(
                        !policy.everywhere(),
                        "placement.spread",
                        "needs a number of clusters; with clusters: 0 every matching one is taken")
                .or(() -> between(policy.spreadMin(), 0, policy.clusters(), "placement.spreadMin"))
                .or(() -> check(
                        policy.spreadMax() == 0 || policy.spreadMax() >= Math.max(1, policy.spreadMin()),
                        "placement.spreadMax",
                        "is " + policy.spreadMax() + "; must be 0 or at least spreadMin"));
    }

    private static Optional<Refused> dns(DnsName dns) {
        return check(DNS_LABEL.test(dns.name()), "dns.name", notALabel(dns.name()))
                .or(() -> check(isPort(dns.port()), "dns.port", "is " + dns.port() + "; must be from 1 to 65535"))
                .or(() -> between(dns.ttlSeconds(), 0, 86_400, "dns.ttlSeconds"));
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= 65_535;
    }

    private static Optional<Refused> between(int value, int least, int most, String field) {
        return check(value >= least && value <= most, field, "is " + value + "; must be from " + least + " to " + most);
    }

    private static String notALabel(String text) {
        return "\"" + text + "\" is not a DNS label: lower-case letters, digits and hyphens, at most 63";
    }

    private static Optional<Refused> check(boolean good, String field, String reason) {
        return good ? Optional.empty() : Optional.of(new Refused(field, reason));
    }
}
