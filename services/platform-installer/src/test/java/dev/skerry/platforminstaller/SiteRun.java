package dev.skerry.platforminstaller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.platforminstaller.domain.Cluster;
import dev.skerry.platforminstaller.domain.Node;
import dev.skerry.platforminstaller.domain.ProfileInForce;
import dev.skerry.platforminstaller.domain.Site;
import dev.skerry.platforminstaller.domain.SiteDecider;
import dev.skerry.platforminstaller.domain.SiteEvent;
import dev.skerry.platforminstaller.domain.SiteInput;
import dev.skerry.platforminstaller.wire.SiteWire;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * One site under its decider, as the runtime hosts it: decisions are folded and stored as entries, and the state is checked to be
 * what the entries restore and what a replay of the events gives.
 */
public final class SiteRun {

    public static final Duration GRACE = Duration.ofSeconds(60);
    public static final Duration JOIN_TIMEOUT = Duration.ofMinutes(10);

    private final SiteDecider decider = new SiteDecider(GRACE, JOIN_TIMEOUT);
    private final SiteWire wire = new SiteWire();
    private final Map<String, SpecificRecord> entries = new LinkedHashMap<>();
    private final List<SiteEvent> history = new ArrayList<>();
    private final List<Outgoing> outgoing = new ArrayList<>();
    private Consumer<Entry> stored = _ -> {};
    private Site site = decider.initial(Given.SITE);
    private Instant now = Given.START;
    private int attempts;

    /** Also tells of every entry that is stored. */
    public void onStored(Consumer<Entry> listener) {
        stored = listener;
    }

    public Instant now() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** Lets time pass up to the next deadline and wakes the site. */
    public List<SiteEvent> wake() {
        now = decider.wakeAt(site).filter(now::isBefore).orElse(now);
        return tell(new SiteInput.Woken());
    }

    public Optional<Instant> wakeAt() {
        return decider.wakeAt(site);
    }

    public List<SiteEvent> tell(SiteInput input) {
        Site before = wire.restored(Given.SITE, List.copyOf(entries.values()));
        List<SiteEvent> events = decider.decide(site, input, now);
        if (!entries.isEmpty()) {
            assertThat(site).as("decide changes no state").isEqualTo(before);
        }
        for (SiteEvent event : events) {
            site = decider.evolve(site, event);
        }
        for (SiteEvent event : events) {
            for (Outgoing each : wire.outgoing(event, site)) {
                outgoing.add(each);
                if (each instanceof Outgoing.Publish publish) {
                    Avro.write(publish.value());
                }
            }
        }
        if (!events.isEmpty()) {
            for (Entry entry : wire.changed(Given.SITE, site, events)) {
                SpecificRecord record = entry.record();
                if (record != null) {
                    Avro.write(record);
                    entries.put(entry.name(), record);
                }
                stored.accept(entry);
            }
        }
        history.addAll(events);
        return events;
    }

    /** Checks that stored entries and a replay both give the state. */
    public void checkMemory() {
        if (!entries.isEmpty()) {
            assertThat(wire.restored(Given.SITE, List.copyOf(entries.values())))
                    .as("restored from its entries")
                    .isEqualTo(site);
        }
        Site replayed = decider.evolve(decider.initial(Given.SITE), history);
        assertThat(replayed).as("replayed from its events").isEqualTo(site);
    }

    public Site site() {
        return site;
    }

    public Cluster cluster(String clustering) {
        return site.cluster(clustering + "." + Given.SITE).orElseThrow();
    }

    public Node node(String name) {
        return site.clusters().values().stream()
                .flatMap(cluster -> cluster.nodes().stream())
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is no node"));
    }

    public List<SiteEvent> history() {
        return history;
    }

    public List<Outgoing> outgoing() {
        return outgoing;
    }

    /** Begins an installation attempt of a node. @return its nonce */
    public String begin(String name) {
        String machineId = "m-" + name;
        String clusterId = site.machine(machineId).orElseThrow().clusterId().orElseThrow();
        String nonce = "nonce-" + name + "-" + ++attempts;
        tell(new SiteInput.InstallationBegan(
                machineId,
                clusterId,
                nonce,
                now.plus(Duration.ofMinutes(30)),
                site.cluster(clusterId).orElseThrow().profiles().current().map(ProfileInForce::id)));
        return nonce;
    }

    public List<SiteEvent> claim(String name, String nonce, String claimId) {
        return tell(new SiteInput.ClaimSeen("m-" + name, clusterOf(name), nonce, claimId));
    }

    public List<SiteEvent> join(String name, String nonce) {
        return tell(new SiteInput.JoinSeen("m-" + name, clusterOf(name), nonce, address(name)));
    }

    public static String address(String name) {
        return "10.1.0." + (1 + Math.floorMod(name.hashCode(), 250));
    }

    /** Takes a node all the way. */
    public void install(String name) {
        String nonce = begin(name);
        claim(name, nonce, "claim-" + nonce);
        join(name, nonce);
        tell(new SiteInput.InstallationDone("m-" + name, clusterOf(name)));
    }

    private String clusterOf(String name) {
        return site.machine("m-" + name).flatMap(machine -> machine.clusterId()).orElse("none." + Given.SITE);
    }

    /** Offers machines of four cores. */
    public void offer(String... names) {
        Stream.of(names).forEach(name -> tell(Given.offered(name)));
    }

    /** Asks for the clustering small and brings it up on new machines. */
    public void ready(int controlPlane, int min, int max, String... names) {
        offer(names);
        tell(Given.wanted(Given.clustering("small", controlPlane, min, max)));
        bringUp(names);
        assertThat(cluster("small").phase()).isEqualTo(Cluster.Phase.READY);
    }

    /** Installs nodes of the clustering small and has its agent come. */
    public void bringUp(String... names) {
        Stream.of(names).forEach(this::install);
        tell(new SiteInput.EnrolmentSeen("small." + Given.SITE, "key"));
        tell(new SiteInput.AgentCame("small." + Given.SITE));
    }

    /** Who was given to the provisioner, and as what. */
    public List<String> assigned() {
        return history.stream()
                .flatMap(event -> event instanceof SiteEvent.NodeAssigned assigned
                        ? Stream.of(assigned.name() + " " + assigned.role())
                        : Stream.empty())
                .toList();
    }

    /** Why clusters waited. */
    public List<String> waits() {
        return history.stream()
                .flatMap(event ->
                        event instanceof SiteEvent.Waiting waiting ? Stream.of(waiting.reason()) : Stream.empty())
                .toList();
    }
}
