package dev.skerry.sim.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.agent.testing.ManualTiming;
import dev.skerry.sim.cluster.Clusters.AgentSetup;
import dev.skerry.sim.cluster.Clusters.ControlPlane;
import dev.skerry.sim.faults.SiteFaults.Spell;
import dev.skerry.sim.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultyAgentsTest {

    private static final ControlPlane PLANE = new ControlPlane("small.cph", "cph", 0, "", "", "");

    private final ManualTiming timing = new ManualTiming();
    private final FaultCount count = new FaultCount();
    private final FaultPlan plan = new FaultPlan(
            Map.of(),
            Map.of(
                    "cph",
                    new SiteFaults(
                            Optional.of(new Spell(Duration.ofSeconds(5), Duration.ofSeconds(4))),
                            Optional.of(new Spell(Duration.ofSeconds(1), Duration.ofSeconds(2))))));
    private final SiteLinks links = new SiteLinks(plan, timing, count);
    private final FaultyAgents agents =
            new FaultyAgents(plan, new World(Map.of(), List.of(), Map.of()), links, timing, count);

    @Test
    void anAgentIsKilledOnceAndStartedAgain() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        agents.started(PLANE, () -> told.add("kill"), () -> told.add("restart"));
        agents.started(PLANE, () -> told.add("kill"), () -> told.add("restart"));
        timing.advance(Duration.ofSeconds(1));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("kill");
        while (told.isEmpty()) {
            timing.advance(Duration.ofSeconds(1));
        }
        assertThat(told.take()).isEqualTo("restart");
        assertThat(told).isEmpty();
        assertThat(count.of(Fault.AGENT_KILL)).isEqualTo(1);
    }

    @Test
    void anAgentsConnectionBreaksWithItsSitesLink() throws Exception {
        try (var centre = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var door = URI.create("https://127.0.0.1:" + centre.getLocalPort() + "/agent");
            var setup = agents.setup(PLANE, new AgentSetup("small.cph", door, door, "", "", Path.of("x")));
            assertThat(setup.feedUrl()).hasPath("/agent").hasNoQuery();
            try (var agent = connect(setup);
                    var accepted = centre.accept()) {
                agent.getOutputStream().write('x');
                assertThat(accepted.getInputStream().read()).isEqualTo('x');
                timing.advance(Duration.ofSeconds(5));
                assertThat(ended(agent)).isTrue();
            }
            try (var agent = connect(setup)) {
                assertThat(ended(agent)).as("while the site is cut off").isTrue();
            }
            timing.advance(Duration.ofSeconds(4));
            try (var agent = connect(setup);
                    var accepted = centre.accept()) {
                agent.getOutputStream().write('y');
                assertThat(accepted.getInputStream().read()).isEqualTo('y');
            }
        }
    }

    private static Socket connect(AgentSetup setup) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), setup.feedUrl().getPort());
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException broken) {
            return true;
        }
    }
}
