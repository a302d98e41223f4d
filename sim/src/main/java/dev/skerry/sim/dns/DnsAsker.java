package dev.skerry.sim.dns;

import dev.skerry.agent.cluster.Phase;
import dev.skerry.sim.cluster.Clusters;
import dev.skerry.sim.ledger.Ledger;
import dev.skerry.sim.world.Site;
import dev.skerry.sim.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.xbill.DNS.Type;

/** Asks for every name from every site, for IPv4 and IPv6, and compares with what really runs where. */
public final class DnsAsker {

    private static final int AT_ONCE = 64;
    private static final int TCP_EVERY = 10;

    /**
     * One question and its answer.
     *
     * @param answered addresses, or the response code or failure when there are none
     * @param cluster whose addresses they are; empty when no cluster's
     * @param expected the nearest cluster that runs the app; empty when none does
     */
    public record Checked(
            String site,
            String name,
            String transport,
            List<String> answered,
            String cluster,
            String expected,
            boolean ok) {}

    private final World world;
    private final Clusters clusters;
    private final DnsClient client;
    private final String zone;
    private final ExecutorService executor;
    private final Ledger ledger;

    /** @param zone with or without the last dot */
    public DnsAsker(
            World world,
            Clusters clusters,
            InetSocketAddress server,
            String zone,
            ExecutorService executor,
            Ledger ledger) {
        this.world = world;
        this.clusters = clusters;
        this.client = new DnsClient(server);
        this.zone = zone.endsWith(".") ? zone : zone + ".";
        this.executor = executor;
        this.ledger = ledger;
    }

    /** The names that the simulator's own documents give to apps. */
    public Set<String> knownNames() {
        return world.apps().keySet();
    }

    /**
     * In the order of sites, then names.
     *
     * @param appsByName app (tenant/name) by DNS name; a name that is missing here and in the documents is taken for the app's own name
     */
    public List<Checked> ask(List<String> names, Map<String, String> appsByName) throws InterruptedException {
        var views = clusters.views();
        var owners = owners(views);
        var limit = new Semaphore(AT_ONCE);
        var asked = new ArrayList<Future<Checked>>();
        for (String name : names) {
            var serving = serving(
                    views,
                    name,
                    Optional.ofNullable(appsByName.get(name))
                            .or(() -> Optional.ofNullable(world.apps().get(name))));
            for (Site site : world.sites().values()) {
                boolean overTcp = asked.size() % TCP_EVERY == TCP_EVERY - 1;
                var expected = Nearest.to(site, serving.keySet());
                limit.acquire();
                asked.add(executor.submit(() -> {
                    try {
                        return check(site, name, overTcp, expected, serving, owners);
                    } finally {
                        limit.release();
                    }
                }));
            }
        }
        var checked = new ArrayList<Checked>();
        for (var future : asked) {
            try {
                checked.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a question could not be asked", e.getCause());
            }
        }
        return checked;
    }

    private Checked check(
            Site site,
            String name,
            boolean overTcp,
            Optional<Nearest.Candidate> expected,
            Map<Nearest.Candidate, Set<String>> serving,
            Map<String, String> owners) {
        String transport = overTcp ? "tcp" : "udp";
        String wanted = expected.map(Nearest.Candidate::clusterId).orElse("");
        try {
            String prefix = prefixOf(site);
            var found = new TreeSet<String>();
            String rcode = "";
            for (int type : new int[] {Type.A, Type.AAAA}) {
                var answer = client.ask(name + "." + zone, type, prefix, overTcp);
                found.addAll(answer.addresses());
                rcode = answer.rcode();
            }
            ledger.dnsAnswer(name, site.name(), found);
            var right = expected.map(serving::get).orElse(Set.of());
            String cluster = found.isEmpty() ? "" : owners.getOrDefault(found.getFirst(), "");
            var told = found.isEmpty() ? List.of(rcode) : List.copyOf(found);
            return new Checked(site.name(), name, transport, told, cluster, wanted, found.equals(right));
        } catch (IOException | RuntimeException e) {
            String failure = e.getMessage() == null ? e.toString() : e.getMessage();
            return new Checked(site.name(), name, transport, List.of(failure), "", wanted, false);
        }
    }

    /** The first IPv4 prefix, or else the first. */
    static String prefixOf(Site site) {
        return site.clientPrefixes().stream()
                .filter(prefix -> !prefix.contains(":"))
                .findFirst()
                .or(() -> site.clientPrefixes().stream().findFirst())
                .orElse("");
    }

    /** The clusters that run an app ready, and whose agent runs so that the centre can know it, with their addresses. */
    private Map<Nearest.Candidate, Set<String>> serving(List<Clusters.View> views, String name, Optional<String> app) {
        var serving = new LinkedHashMap<Nearest.Candidate, Set<String>>();
        for (var view : views) {
            var site = world.sites().get(view.site());
            if (site == null || view.agent().isEmpty() || view.observation().isEmpty()) {
                continue;
            }
            var observation = view.observation().get();
            boolean runs = observation.apps().entrySet().stream()
                    .anyMatch(entry -> entry.getValue().phase() == Phase.AVAILABLE
                            && app.map(entry.getKey()::equals)
                                    .orElseGet(() -> entry.getKey().endsWith("/" + name)));
            if (runs) {
                serving.put(new Nearest.Candidate(view.clusterId(), site), canonical(observation.addresses()));
            }
        }
        return serving;
    }

    private static Map<String, String> owners(List<Clusters.View> views) {
        var owners = new HashMap<String, String>();
        for (var view : views) {
            view.observation()
                    .ifPresent(observation -> canonical(observation.addresses())
                            .forEach(address -> owners.put(address, view.clusterId())));
        }
        return owners;
    }

    private static Set<String> canonical(List<String> addresses) {
        var canonical = new TreeSet<String>();
        for (String address : addresses) {
            try {
                canonical.add(InetAddress.getByName(address).getHostAddress());
            } catch (UnknownHostException e) {
                throw new IllegalStateException("not an address: " + address, e);
            }
        }
        return canonical;
    }
}
