package dev.skerry.sim.faults;

import dev.skerry.agent.AgentHost;
import dev.skerry.agent.time.Timing;
import dev.skerry.sim.cluster.Clusters.AgentSetup;
import dev.skerry.sim.cluster.Clusters.ControlPlane;
import dev.skerry.sim.cluster.Mishaps;
import dev.skerry.sim.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Agents that are killed, at sites that are cut off, on machines whose clocks are wrong. */
final class FaultyAgents implements Mishaps, AutoCloseable {

    private final FaultPlan plan;
    private final World world;
    private final SiteLinks links;
    private final Timing timing;
    private final FaultCount count;
    private final Set<String> killed = ConcurrentHashMap.newKeySet();
    private final Map<Route, Forwarder> routes = new ConcurrentHashMap<>();

    private record Route(String site, String host, int port) {}

    FaultyAgents(FaultPlan plan, World world, SiteLinks links, Timing timing, FaultCount count) {
        this.plan = plan;
        this.world = world;
        this.links = links;
        this.timing = timing;
        this.count = count;
    }

    @Override
    public AgentHost host(ControlPlane plane, AgentHost usual) {
        var machine = world.machines().get(plane.number());
        var ahead = plan.ofMachine(machine.name()).clockAhead();
        return ahead.isZero()
                ? usual
                : new AgentHost(new SkewedTiming(usual.timing(), ahead), usual.executor(), usual.random());
    }

    @Override
    public AgentSetup setup(ControlPlane plane, AgentSetup setup) {
        return links.isEverCut(plane.site())
                ? new AgentSetup(
                        setup.clusterId(),
                        routed(plane.site(), setup.feedUrl()),
                        routed(plane.site(), setup.enrolmentUrl()),
                        setup.token(),
                        setup.ca(),
                        setup.folder())
                : setup;
    }

    /** The same door, through the site's link. */
    private URI routed(String site, URI door) {
        var route = new Route(site, door.getHost(), door.getPort());
        int port = routes.computeIfAbsent(route, this::open).port();
        return URI.create("%s://127.0.0.1:%d%s".formatted(door.getScheme(), port, door.getRawPath()));
    }

    private Forwarder open(Route route) {
        try {
            var forwarder =
                    new Forwarder(new InetSocketAddress(route.host(), route.port()), _ -> links.cross(route.site()));
            links.onCut(route.site(), forwarder::cut);
            return forwarder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void started(ControlPlane plane, Runnable kill, Runnable restart) {
        plan.ofSite(plane.site()).kill().filter(_ -> killed.add(plane.site())).ifPresent(spell -> {
            count.planned();
            later(spell.after(), () -> {
                count.struck(Fault.AGENT_KILL);
                kill.run();
                later(spell.length(), () -> {
                    restart.run();
                    count.over();
                });
            });
        });
    }

    /** Timers share a thread that must not wait. */
    private void later(Duration delay, Runnable task) {
        timing.after(delay, () -> Thread.ofVirtual().name("mishap").start(task));
    }

    @Override
    public void close() {
        routes.values().forEach(forwarder -> {
            try {
                forwarder.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
