package dev.skerry.catalogue;

import dev.skerry.catalogue.Topic.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one service may do on Kafka: the ACLs of its user follow from it. A service reads what it takes in, and writes what it owns,
 * what it asks of others, and dead letters.
 *
 * <p>Beside the catalogue's topics it has names of its own, which begin with its name: its groups, transactions and internal topics
 * with a hyphen behind ({@code inventory-v1}), its share groups with a dot ({@code provisioner.provisioning.power.tasks}).
 *
 * @param service its name
 * @param reads in the catalogue's order
 * @param writes in the catalogue's order
 * @param shares topics whose tasks it carries out, in a share group each
 */
public record Access(String service, Set<Topic> reads, Set<Topic> writes, Set<Topic> shares) {

    private static final Access INVENTORY = of("inventory")
            .reading(
                    Topics.SITE_REQUESTS,
                    Topics.MACHINE_REQUESTS,
                    Topics.HARDWARE_CLASS_REQUESTS,
                    Topics.PROVISIONING_EVENTS,
                    Topics.NODE_EVENTS);

    private static final Access PROVISIONER = of("provisioner")
            .reading(
                    Topics.MACHINE_EVENTS,
                    Topics.PROVISIONING_REQUESTS,
                    Topics.PROVISIONING_OBSERVATIONS,
                    Topics.NODE_EVENTS,
                    Topics.PROVISIONING_STATE,
                    Topics.SITE_STATE)
            .writing(Topics.MACHINE_REQUESTS)
            .sharing(Topics.POWER_TASKS, Topics.CRAWL_REQUESTS);

    private static final Access INSTALLER = of("platform-installer")
            .reading(
                    Topics.SITE_EVENTS,
                    Topics.CLUSTERING_REQUESTS,
                    Topics.INSTALL_PROFILE_REQUESTS,
                    Topics.CLUSTER_REQUESTS,
                    Topics.NODE_OBSERVATIONS,
                    Topics.HARDWARE_CLASS_EVENTS,
                    Topics.PROVISIONING_EVENTS,
                    Topics.AGENT_EVENTS,
                    Topics.WORKLOAD_EVENTS,
                    Topics.CLUSTER_STATE)
            .writing(Topics.DEPLOYMENT_REQUESTS);

    /** The one door for people: it shows every topic, asks everyone, and replays what was refused. */
    private static final Access APP_MANAGER = of("app-manager")
            .reading(Topics.ALL.toArray(Topic[]::new))
            .writing(of(topic -> topic.kind() == Kind.REQUESTS || topic.kind() == Kind.OBSERVATIONS));

    private static final Access DNS_REGISTRY =
            of("dns-registry").reading(Topics.WORKLOAD_EVENTS, Topics.SITE_STATE, Topics.RECORD_STATE);

    /** In the order of the chain. */
    public static final List<Access> ALL = List.of(INVENTORY, PROVISIONER, INSTALLER, APP_MANAGER, DNS_REGISTRY);

    private static Access of(String service) {
        return new Access(
                service,
                Set.of(),
                ordered(Stream.of(of(topic -> topic.owner().equals(service) || topic.equals(Topics.DEAD_LETTERS)))),
                Set.of());
    }

    private Access reading(Topic... topics) {
        return new Access(service, ordered(Stream.of(topics)), writes, shares);
    }

    private Access writing(Topic... others) {
        return new Access(service, reads, ordered(Stream.concat(writes.stream(), Stream.of(others))), shares);
    }

    private Access sharing(Topic... topics) {
        Access both = reading(Stream.concat(reads.stream(), Stream.of(topics)).toArray(Topic[]::new));
        return new Access(service, both.reads, writes, ordered(Stream.of(topics)));
    }

    private static Topic[] of(Predicate<Topic> wanted) {
        return Topics.ALL.stream().filter(wanted).toArray(Topic[]::new);
    }

    private static Set<Topic> ordered(Stream<Topic> topics) {
        Set<Topic> wanted = Set.copyOf(topics.toList());
        return new LinkedHashSet<>(Topics.ALL.stream().filter(wanted::contains).toList());
    }
}
