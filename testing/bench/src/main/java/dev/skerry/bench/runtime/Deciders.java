package dev.skerry.bench.runtime;

import dev.skerry.appmanager.domain.cluster.ClusterDecider;
import dev.skerry.appmanager.domain.fleet.FleetDecider;
import dev.skerry.appmanager.domain.placement.PlacementEngine;
import dev.skerry.appmanager.wire.ClusterWire;
import dev.skerry.appmanager.wire.FleetWire;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.dnsregistry.domain.NameDecider;
import dev.skerry.dnsregistry.wire.RecordWire;
import dev.skerry.inventory.domain.InventoryDecider;
import dev.skerry.inventory.wire.CelRules;
import dev.skerry.inventory.wire.InventoryWire;
import dev.skerry.kernel.Backoff;
import dev.skerry.kernel.Decider;
import dev.skerry.platforminstaller.domain.SiteDecider;
import dev.skerry.platforminstaller.wire.SiteWire;
import dev.skerry.provisioner.domain.MachineDecider;
import dev.skerry.provisioner.domain.Timing;
import dev.skerry.provisioner.effect.HmacNonceMint;
import dev.skerry.provisioner.wire.MachineWire;
import dev.skerry.runtime.Wire;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One decision, from the record to the events: what is decided is thrown away, so that each is decided anew. */
@State(Scope.Benchmark)
public class Deciders {

    private static final int MACHINES = 1_000;
    private static final int CLUSTERS = 100;
    private static final int PLACEMENTS = 20;
    private static final int SITE_MACHINES = 100;
    private static final Timing TIMING = new Timing(
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofMinutes(30),
            Duration.ofSeconds(60),
            new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5), 3),
            new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30), 5));

    /** A decider in a state, with its mapping. */
    private static final class Run<S, I, E> {
        private final Decider<S, I, E> decider;
        private final Wire<S, I, E> wire;
        private final String key;
        private S state;

        Run(Decider<S, I, E> decider, Wire<S, I, E> wire, String key) {
            this.decider = decider;
            this.wire = wire;
            this.key = key;
            this.state = decider.initial(key);
        }

        List<E> decide(Topic topic, SpecificRecord record) {
            I input = wire.input(Records.received(topic, key, record)).orElseThrow();
            return decider.decide(state, input, Records.NOON);
        }

        Run<S, I, E> tell(Topic topic, SpecificRecord record) {
            state = decider.evolve(state, decide(topic, record));
            return this;
        }
    }

    private final Run<?, ?, ?> inventory = inventory();
    private final Run<?, ?, ?> names = names();
    private final Run<?, ?, ?> cluster = new Run<>(
                    new ClusterDecider(Duration.ofSeconds(30)), new ClusterWire(), "small.copenhagen")
            .tell(Topics.AGENT_OBSERVATIONS, Records.report(PLACEMENTS, 1));

    private final Run<?, ?, ?> machine = new Run<>(
            new MachineDecider(new HmacNonceMint(new byte[32]), TIMING), new MachineWire(), Records.machine(0));
    private final Run<?, ?, ?> site = site();
    private final Run<?, ?, ?> fleet = fleet();

    private static Run<?, ?, ?> site() {
        Run<?, ?, ?> run = new Run<>(
                        new SiteDecider(Duration.ofSeconds(60), Duration.ofMinutes(10)), new SiteWire(), "copenhagen")
                .tell(Topics.CLUSTER_REQUESTS, Records.clusterOf(SITE_MACHINES));
        for (int i = 1; i < SITE_MACHINES; i++) {
            run.tell(Topics.PROVISIONING_EVENTS, Records.machineAvailable(i));
        }
        return run;
    }

    private static Run<?, ?, ?> fleet() {
        Run<?, ?, ?> run = new Run<>(new FleetDecider(PlacementEngine.standard()), new FleetWire(), "fleet");
        for (int i = 0; i < CLUSTERS; i++) {
            run.tell(Topics.CLUSTER_STATE, Records.ready(i));
        }
        return run;
    }

    private static Run<?, ?, ?> inventory() {
        Run<?, ?, ?> run = new Run<>(new InventoryDecider(new CelRules()), new InventoryWire(), "fleet")
                .tell(Topics.SITE_REQUESTS, Records.site());
        for (int i = 0; i < MACHINES; i++) {
            run.tell(Topics.MACHINE_REQUESTS, Records.announced(i));
        }
        return run;
    }

    private static Run<?, ?, ?> names() {
        Run<?, ?, ?> run = new Run<>(new NameDecider(), new RecordWire(), "shop");
        for (int i = 0; i < CLUSTERS; i++) {
            run.tell(Topics.WORKLOAD_EVENTS, Records.available(i));
        }
        return run;
    }

    /** Inventory: a machine is announced where 1,000 are known. */
    @Benchmark
    public List<?> inventoryAnnouncement() {
        return inventory.decide(Topics.MACHINE_REQUESTS, Records.announced(MACHINES));
    }

    /** Provisioner: a machine is approved; its inspection and its first power command begin. */
    @Benchmark
    public List<?> machineApproved() {
        return machine.decide(Topics.MACHINE_EVENTS, Records.approved(0));
    }

    /** Platform installer: the last of 100 machines for a cluster is available, and the cluster is planned. */
    @Benchmark
    public List<?> sitePlan() {
        return site.decide(Topics.PROVISIONING_EVENTS, Records.machineAvailable(0));
    }

    /** App manager: an app for 10 of 100 clusters is requested. */
    @Benchmark
    public List<?> fleetDeployment() {
        return fleet.decide(Topics.DEPLOYMENT_REQUESTS, Records.deployment());
    }

    /** DNS registry: one more cluster answers for a name for which 100 do. */
    @Benchmark
    public List<?> nameAnotherCluster() {
        return names.decide(Topics.WORKLOAD_EVENTS, Records.available(CLUSTERS));
    }

    /** App manager: an agent reports on 20 placements. */
    @Benchmark
    public List<?> clusterReport() {
        return cluster.decide(Topics.AGENT_OBSERVATIONS, Records.report(PLACEMENTS, 2));
    }
}
