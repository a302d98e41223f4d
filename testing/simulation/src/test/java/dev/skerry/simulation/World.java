package dev.skerry.simulation;

import dev.skerry.appmanager.stream.AppManagerTopology;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.dnsregistry.stream.RecordTopology;
import dev.skerry.inventory.stream.InventoryTopology;
import dev.skerry.kernel.Backoff;
import dev.skerry.platforminstaller.stream.InstallerTopology;
import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.MachineDecider;
import dev.skerry.provisioner.domain.Timing;
import dev.skerry.provisioner.effect.HmacNonceMint;
import dev.skerry.provisioner.stream.ProvisionerTopology;
import dev.skerry.runtime.DeciderTopology;
import dev.skerry.runtime.SimulatedTask;
import dev.skerry.schemas.clusters.ClusterState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Everything in one run: the five services, the sites, and what lies between them. */
final class World {

    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Duration JOIN = Duration.ofSeconds(60);
    private static final Timing TIMING = new Timing(
            Duration.ofSeconds(90),
            Duration.ofSeconds(120),
            Duration.ofSeconds(90),
            Duration.ofSeconds(20),
            new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(10), 3),
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), 4));

    private final Defect defect;
    private final Trace trace;
    private final Schedule schedule;
    private final Chance ids;
    private final Faults faults;
    private final Network network;
    private final Log log = new Log(MemorySchemas.CODEC);
    private final List<Invariant> invariants;
    private final List<Service> services = new ArrayList<>();
    private final Map<String, Map<String, LogRecord>> latest = new HashMap<>();
    private final List<Machine> machines = new ArrayList<>();
    private final List<Plane> planes = new ArrayList<>();
    private final Service people;
    private final ProvisionerDoor provisioner;
    private final InstallerDoor installer;
    private final AgentsDoor agents;

    World(Options options, Chance chance, Function<World, List<Invariant>> invariants) {
        this.defect = options.defect();
        this.trace = new Trace(options.keep());
        this.schedule = new Schedule(START, trace);
        this.ids = chance.split();
        this.faults = new Faults(options.faults(), chance.split());
        this.network = new Network(schedule, faults);
        this.invariants = invariants.apply(this);
        log.follow(this::appended);
        Broken broken = new Broken(options.defect());
        service("inventory", broken, InventoryTopology.describe());
        Service provisioning = service(
                "provisioner",
                broken,
                ProvisionerTopology.machines(new MachineDecider(
                        options.defect() == Defect.ONE_NONCE
                                ? (machine, _, _) -> "one-nonce-of-" + machine
                                : new HmacNonceMint(new byte[16]),
                        TIMING)));
        Service installing = service(
                "platform-installer", broken, InstallerTopology.clusterings(), InstallerTopology.sites(GRACE, JOIN));
        people = service("app-manager", broken, AppManagerTopology.fleet(), AppManagerTopology.clusters(SILENCE));
        service("dns-registry", broken, RecordTopology.records());
        provisioner = new ProvisionerDoor(provisioning, this);
        installer = new InstallerDoor(installing, this);
        agents = new AgentsDoor(people, this);
        new PowerWorker(provisioning, this);
        new Person(this);
    }

    private Service service(String name, Broken broken, DeciderTopology<?, ?, ?>... deciders) {
        List<DeciderTopology<?, ?, ?>> watched = new ArrayList<>();
        for (DeciderTopology<?, ?, ?> decider : deciders) {
            watched.add(watched(broken.in(decider)));
        }
        Service service = new Service(name, this, watched);
        services.add(service);
        return service;
    }

    private <S, I, E> DeciderTopology<S, I, E> watched(DeciderTopology<S, I, E> topology) {
        return SimulatedTask.with(
                topology,
                decider -> new Watched<>(
                        decider, (after, events, now) -> invariants.forEach(each -> each.decided(after, events, now))));
    }

    private void appended(LogRecord record) {
        if (!record.topic().endsWith("-repartition")) {
            if (record.topic().endsWith(".state") || record.topic().equals("fleet.cluster.status")) {
                Map<String, LogRecord> states = latest.computeIfAbsent(record.topic(), _ -> new TreeMap<>());
                if (record.decoded() == null) {
                    states.remove(record.key());
                } else {
                    states.put(record.key(), record);
                }
            }
            invariants.forEach(each -> each.appended(record));
        }
    }

    /** The newest committed snapshots of a {@code state} topic by key. */
    <T extends SpecificRecord> Map<String, T> latest(Topic topic, Class<T> type) {
        Map<String, T> states = new TreeMap<>();
        latest.getOrDefault(topic.name(), Map.of())
                .forEach((key, record) -> states.put(key, type.cast(record.decoded())));
        return states;
    }

    /** The newest committed snapshot of a key. */
    <T extends SpecificRecord> Optional<T> latest(Topic topic, Class<T> type, String key) {
        return Optional.ofNullable(latest.getOrDefault(topic.name(), Map.of()).get(key))
                .map(record -> type.cast(record.decoded()));
    }

    /** The states in memory of all aggregates of a type. */
    <S> List<S> states(Class<S> type) {
        List<S> states = new ArrayList<>();
        for (Service service : services) {
            for (SimulatedTask<?> task : service.tasks()) {
                task.states().values().forEach(state -> {
                    if (type.isInstance(state)) {
                        states.add(type.cast(state));
                    }
                });
            }
        }
        return states;
    }

    /** Whether this is broken on purpose. */
    boolean has(Defect planted) {
        return defect == planted;
    }

    long now() {
        return schedule.now();
    }

    Trace trace() {
        return trace;
    }

    Schedule schedule() {
        return schedule;
    }

    Chance ids() {
        return ids;
    }

    Faults faults() {
        return faults;
    }

    Network network() {
        return network;
    }

    Log log() {
        return log;
    }

    List<Service> services() {
        return services;
    }

    /** The people's door belongs to the app manager. */
    Service people() {
        return people;
    }

    ProvisionerDoor provisioner() {
        return provisioner;
    }

    InstallerDoor installer() {
        return installer;
    }

    AgentsDoor agents() {
        return agents;
    }

    List<Machine> machines() {
        return machines;
    }

    List<Plane> planes() {
        return planes;
    }

    void add(Machine machine) {
        machines.add(machine);
    }

    Optional<Machine> machineWith(String mac) {
        return machines.stream().filter(machine -> machine.mac().equals(mac)).findFirst();
    }

    /** The control plane whose server answers at an endpoint; null when none does. */
    @Nullable
    Plane planeAt(String clusterId, String endpoint) {
        for (Plane plane : planes) {
            for (Machine machine : machines) {
                if (plane.clusterId().equals(clusterId)
                        && plane.isServer(machine.name())
                        && machine.isNodeOf(plane)
                        && endpoint.equals("https://" + machine.address() + ":6443")) {
                    return plane;
                }
            }
        }
        return null;
    }

    /** Of a first server; workers of a control plane that is gone join it. */
    Plane newPlane(String clusterId, String site, String agentToken) {
        Plane plane = new Plane(this, clusterId, site, planes.size() + 1, agentToken);
        planes.add(plane);
        for (Machine machine : machines) {
            Plane former = machine.plane();
            if (former != null && former.clusterId().equals(clusterId) && !former.exists()) {
                machine.rehome(plane);
            }
        }
        return plane;
    }

    /** The newest control plane of a cluster, if it runs; what is left of one that the cluster has given up does not count. */
    @Nullable
    Plane runningPlane(String clusterId) {
        String enrolment = latest(Topics.CLUSTER_STATE, ClusterState.class, clusterId)
                .map(ClusterState::getEnrolmentId)
                .orElse("");
        for (Plane plane : planes.reversed()) {
            if (plane.clusterId().equals(clusterId)
                    && plane.isUp()
                    && (!plane.agent().isOpen() || plane.agent().enrolment().equals(enrolment))) {
                return plane;
            }
        }
        return null;
    }

    void committed(SimulatedTask<?> task) {
        invariants.forEach(each -> each.committed(task));
    }

    void restarting(SimulatedTask<?> task) {
        invariants.forEach(each -> each.restarting(task));
    }

    void handedOut(String nonce, String claimId) {
        invariants.forEach(each -> each.handedOut(nonce, claimId));
    }

    void mustBeRefused(String id, String consumer) {
        invariants.forEach(each -> each.mustBeRefused(id, consumer));
    }

    void erases(Machine machine, String nonce) {
        invariants.forEach(each -> each.erases(machine, nonce));
    }

    void givenWork(String mac, String smbiosUuid, BootScript.Kind work) {
        invariants.forEach(each -> each.givenWork(mac, smbiosUuid, work));
    }

    void removes(Plane plane, String app) {
        invariants.forEach(each -> each.removes(plane, app));
    }

    void unreadable(String place) {
        invariants.forEach(each -> each.unreadable(place));
    }

    void reports(EdgeAgent agent, long sequence, long generation) {
        invariants.forEach(each -> each.reports(agent, sequence, generation));
    }

    void atEnd() {
        invariants.forEach(Invariant::atEnd);
    }

    void touchedBy(EdgeAgent agent) {
        agent.touched();
    }
}
