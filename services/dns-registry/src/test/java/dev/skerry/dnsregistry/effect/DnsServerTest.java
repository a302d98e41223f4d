package dev.skerry.dnsregistry.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.runtime.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The server on real sockets. */
@Timeout(60)
class DnsServerTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int BOUND_MILLIS = 20_000;

    @Test
    void answersOverBothTransportsTheSame() throws IOException {
        try (RunningServer running = RunningServer.complete(16, LONG)) {
            for (boolean tcp : List.of(false, true)) {
                Message answer = send(running, Ask.of("shop", Type.A).subnet("10.2.0.0/24"), tcp);
                assertThat(Ask.data(answer, Section.ANSWER)).containsExactly("203.0.113.2");
                assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
                assertThat(Ask.data(
                                send(running, Ask.of("shop", Type.AAAA).subnet("10.1.0.0/16"), tcp), Section.ANSWER))
                        .containsExactly("2001:db8:0:0:0:0:0:1");
                assertThat(send(running, Ask.of("nothing", Type.A), tcp).getRcode())
                        .isEqualTo(Rcode.NXDOMAIN);
                assertThat(send(running, Ask.of("example.com.", Type.A), tcp).getRcode())
                        .isEqualTo(Rcode.REFUSED);
                assertThat(Ask.data(send(running, Ask.of("ns1", Type.A), tcp), Section.ANSWER))
                        .as("reached where it listens")
                        .containsExactly("127.0.0.1");
            }
            assertThat(running.answered("udp", "NOERROR")).isEqualTo(3);
            assertThat(running.answered("tcp", "NXDOMAIN")).isEqualTo(1);
            assertThat(running.answered("udp", "REFUSED")).isEqualTo(1);
        }
    }

    @Test
    void aResolverFollowsTheTruncationToTcp() throws IOException {
        try (RunningServer running = RunningServer.complete(16, LONG)) {
            Ask ask = Ask.of("crowd", Type.A).edns(1232).subnet("10.1.0.0/16");
            SimpleResolver resolver = resolver(running);
            Message answer = resolver.send(ask.message());
            assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
            assertThat(answer.getSection(Section.ANSWER)).hasSize(300);
            assertThat(running.answered("udp", "NOERROR")).isEqualTo(1);
            assertThat(running.answered("tcp", "NOERROR")).isEqualTo(1);
        }
    }

    @Test
    void saysServerFailureUntilTheZoneIsComplete() throws IOException {
        try (RunningServer running = new RunningServer(16, LONG)) {
            running.records.put("shop", TestZone.recordState("shop", TestZone.target("berlin", "203.0.113.2")));
            assertThat(send(running, Ask.of("shop", Type.A), false).getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(running.status()).isEqualTo("OUT_OF_SERVICE");
            running.catchUp();
            assertThat(Ask.data(send(running, Ask.of("shop", Type.A), false), Section.ANSWER))
                    .containsExactly("203.0.113.2");
        }
    }

    @Test
    void followsRecordsAndSites() {
        try (RunningServer running = RunningServer.complete(16, LONG)) {
            Ask shop = Ask.of("shop", Type.A).subnet("10.2.0.0/16");
            Ask fresh = Ask.of("fresh", Type.A).subnet("10.9.0.0/16");
            assertThat(code(running, fresh)).isEqualTo(Rcode.NXDOMAIN);

            running.records.put("fresh", TestZone.recordState("fresh", TestZone.target("berlin", "203.0.113.5")));
            becomes(running, fresh, "203.0.113.5");

            running.records.put("shop", TestZone.recordState("shop", TestZone.target("copenhagen", "203.0.113.1")));
            becomes(running, shop, "203.0.113.1");

            running.records.put(
                    "shop",
                    TestZone.recordState(
                            "shop",
                            TestZone.target("copenhagen", "203.0.113.1"),
                            TestZone.target("berlin", "203.0.113.2")));
            becomes(running, shop, "203.0.113.2");

            running.sites.put("berlin", TestZone.siteState("berlin", 52.52, 13.405, "10.7.0.0/16"));
            running.sites.put("copenhagen", TestZone.siteState("copenhagen", 55.6761, 12.5683, "10.2.0.0/16"));
            becomes(running, shop, "203.0.113.1");

            running.records.put("shop", TestZone.recordState("shop"));
            becomes(running, shop);
            assertThat(code(running, shop)).isEqualTo(Rcode.NOERROR);

            running.records.delete("shop");
            Eventually.holds("the name is gone", () -> code(running, shop) == Rcode.NXDOMAIN);
        }
    }

    @Test
    void whatCannotBeServedIsLeftOutAndTheRestIsServed() {
        try (RunningServer running = RunningServer.complete(16, LONG)) {
            running.records.put("bad", TestZone.recordState("bad", TestZone.target("berlin", "nowhere")));
            running.sites.put("bad", TestZone.siteState("bad", 0, 0, "no prefix"));
            running.records.put("good", TestZone.recordState("good", TestZone.target("bad", "203.0.113.9")));
            becomes(running, Ask.of("good", Type.A).subnet("10.1.0.0/16"), "203.0.113.9");
            assertThat(code(running, Ask.of("bad", Type.A))).isEqualTo(Rcode.NXDOMAIN);
        }
    }

    @Test
    void answersPipelinedQueriesOfOneConnectionInTheirOrder() throws IOException {
        try (RunningServer running = RunningServer.complete(16, LONG);
                Socket socket = connect(running)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            for (String name : List.of("shop", "nothing", "crowd")) {
                byte[] query = Ask.of(name, Type.A).wire();
                out.writeShort(query.length);
                out.write(query);
            }
            List<Integer> rcodes = new ArrayList<>();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < 3; i++) {
                rcodes.add(new Message(in.readNBytes(in.readUnsignedShort())).getRcode());
            }
            assertThat(rcodes).containsExactly(Rcode.NOERROR, Rcode.NXDOMAIN, Rcode.NOERROR);
        }
    }

    @Test
    void closesAConnectionThatDawdles() throws IOException {
        try (RunningServer running = RunningServer.complete(16, Duration.ofMillis(300));
                Socket silent = connect(running);
                Socket half = connect(running)) {
            half.getOutputStream().write(new byte[] {0, 40, 1, 2});
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(half.getInputStream().read()).isEqualTo(-1);
            assertThat(code(running, Ask.of("shop", Type.A))).isEqualTo(Rcode.NOERROR);
        }
    }

    @Test
    void closesOneConnectionTooManyAndTakesTheNextWhenThereIsRoom() throws IOException {
        try (RunningServer running = RunningServer.complete(2, LONG)) {
            Socket first = connect(running);
            try (first;
                    Socket second = connect(running)) {
                Eventually.holds("two are open", () -> open(running) == 2);
                try (Socket third = connect(running)) {
                    assertThat(third.getInputStream().read()).isEqualTo(-1);
                }
                first.close();
                Eventually.holds("one is open", () -> open(running) == 1);
                assertThat(send(running, Ask.of("shop", Type.A), true).getRcode())
                        .isEqualTo(Rcode.NOERROR);
                assertThat(second.isClosed()).isFalse();
            }
            assertThat(running.meters
                            .get("skerry.dns.tcp.connections.refused")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void garbageDoesNotStopIt() throws IOException {
        Random random = new Random(4711);
        try (RunningServer running = RunningServer.complete(64, LONG);
                DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3000; i++) {
                byte[] message = GarbageTest.random(random);
                udp.send(new DatagramPacket(
                        message, message.length, InetAddress.ofLiteral("127.0.0.1"), running.port()));
            }
            for (int i = 0; i < 100; i++) {
                try (Socket tcp = connect(running)) {
                    byte[] message = GarbageTest.random(random);
                    tcp.getOutputStream().write(message);
                }
            }
            for (boolean tcp : List.of(false, true)) {
                assertThat(send(running, Ask.of("shop", Type.A), tcp).getRcode())
                        .isEqualTo(Rcode.NOERROR);
            }
            assertThat(running.status()).isEqualTo("UP");
        }
    }

    @Test
    void stopsWhollyAndSaysSo() throws Exception {
        RunningServer running = RunningServer.complete(16, LONG);
        int port = running.port();
        try (Socket open = connect(running)) {
            Eventually.holds("it is open", () -> open(running) == 1);
            running.close();
            assertThat(open.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(running.status()).isEqualTo("DOWN");
        assertThat(running.server.isRunning()).isFalse();
        assertThat(running.records.listeners()).isZero();
        new DatagramSocket(new InetSocketAddress("127.0.0.1", port)).close();
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(IOException.class);
    }

    @Test
    void saysWhichSettingIsWrong() {
        try (RunningServer running = RunningServer.complete(16, LONG)) {
            DnsServer second = server("127.0.0.1", running.port(), TestZone.ORIGIN, List.of());
            assertThatThrownBy(second::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("skerry.dns.port")
                    .hasMessageContaining(String.valueOf(running.port()));
            assertThat(second.isRunning()).isFalse();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server("localhost", 0, TestZone.ORIGIN, List.of()))
                .withMessageContaining("skerry.dns.address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server("127.0.0.1", 0, "a..b", List.of()))
                .withMessageContaining("skerry.dns.zone");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server("127.0.0.1", 0, TestZone.ORIGIN, List.of("here")))
                .withMessageContaining("skerry.dns.public-addresses");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server("127.0.0.1", 70000, TestZone.ORIGIN, List.of()))
                .withMessageContaining("skerry.dns.port");
    }

    private static DnsServer server(String address, int port, String zone, List<String> publicAddresses) {
        return new DnsServer(
                new DnsProperties(address, port, zone, publicAddresses, 1, 1, 1, LONG, LONG, 1_000),
                new MemoryReadModel<>(),
                new MemoryReadModel<>(),
                new SimpleMeterRegistry(),
                Traces.off());
    }

    private static void becomes(RunningServer running, Ask ask, String... addresses) {
        Eventually.holds("the answer is " + List.of(addresses), () -> {
            try {
                return Ask.data(send(running, ask, false), Section.ANSWER).equals(List.of(addresses));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static int code(RunningServer running, Ask ask) {
        try {
            return send(running, ask, false).getRcode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double open(RunningServer running) {
        return running.meters.get("skerry.dns.tcp.connections").gauge().value();
    }

    private static Message send(RunningServer running, Ask ask, boolean tcp) throws IOException {
        SimpleResolver resolver = resolver(running);
        resolver.setTCP(tcp);
        return resolver.send(ask.message());
    }

    private static SimpleResolver resolver(RunningServer running) throws UnknownHostException {
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress("127.0.0.1", running.port()));
        resolver.setEDNS(-1);
        resolver.setTimeout(Duration.ofMillis(BOUND_MILLIS));
        return resolver;
    }

    private static Socket connect(RunningServer running) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", running.port()), BOUND_MILLIS);
        socket.setSoTimeout(BOUND_MILLIS);
        return socket;
    }
}
