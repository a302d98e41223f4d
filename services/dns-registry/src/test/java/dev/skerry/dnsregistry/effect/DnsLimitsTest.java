package dev.skerry.dnsregistry.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** What the server bears, on real sockets. */
@Timeout(60)
class DnsLimitsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int BOUND_MILLIS = 20_000;

    @Test
    void whoAsksTooOftenOverUdpIsAnsweredOverTcp() throws IOException {
        try (RunningServer running = new RunningServer(16, 16, LONG, 1, address -> false).filled();
                DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            byte[] query = Ask.of("crowd", Type.A).edns(1232).wire();
            for (int i = 0; i < 50; i++) {
                udp.send(new DatagramPacket(query, query.length, InetAddress.ofLiteral("127.0.0.1"), running.port()));
            }
            Eventually.holds("most are dropped", () -> limited(running, "dropped") >= 10);
            assertThat(limited(running, "truncated")).isGreaterThanOrEqualTo(10);
            udp.setSoTimeout(BOUND_MILLIS);
            Message last = receive(udp);
            while (last.getHeader().getFlag(Flags.AA)) {
                last = receive(udp);
            }
            assertThat(last.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(last.getHeader().getFlag(Flags.TC)).isTrue();
            assertThat(last.getOPT()).isNotNull();
            assertThat(last.numBytes()).as("no more than came").isLessThanOrEqualTo(query.length);
            assertThat(last.getSection(Section.ANSWER)).isEmpty();

            SimpleResolver resolver = new SimpleResolver(new InetSocketAddress("127.0.0.1", running.port()));
            resolver.setTCP(true);
            resolver.setTimeout(Duration.ofMillis(BOUND_MILLIS));
            assertThat(resolver.send(Ask.of("crowd", Type.A).message()).getSection(Section.ANSWER))
                    .hasSize(8);
        }
    }

    @Test
    void aTcpClientThatAsksAndDoesNotReadIsCutOff() throws Exception {
        try (RunningServer running =
                        new RunningServer(16, 16, Duration.ofMillis(500), 1_000, address -> false).filled();
                Socket socket = connect(running)) {
            Thread asking = Thread.ofVirtual().start(() -> {
                byte[] query = Ask.of("crowd", Type.A).wire();
                try {
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    while (true) {
                        out.writeShort(query.length);
                        out.write(query);
                    }
                } catch (IOException cutOff) {
                    Thread.currentThread().interrupt();
                }
            });
            Eventually.holds("it was answered", () -> running.answered("tcp", "NOERROR") > 0);
            Eventually.holds("the connection is closed", () -> open(running) == 0);
            asking.join(Duration.ofMillis(BOUND_MILLIS));
            assertThat(asking.isAlive()).isFalse();
        }
    }

    @Test
    void oneClientDoesNotTakeAllConnections() throws IOException {
        try (RunningServer running = new RunningServer(16, 2, LONG, 1_000, address -> false).filled();
                Socket first = connect(running);
                Socket second = connect(running)) {
            Eventually.holds("two are open", () -> open(running) == 2);
            try (Socket third = connect(running)) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            try (Socket other = new Socket()) {
                other.bind(new InetSocketAddress("127.0.0.9", 0));
                other.connect(new InetSocketAddress("127.0.0.1", running.port()), BOUND_MILLIS);
                Eventually.holds("another client is let in", () -> open(running) == 3);
            }
            first.close();
            Eventually.holds("it left", () -> open(running) == 1);
            assertThat(second.isConnected()).isTrue();
        }
    }

    private static Message receive(DatagramSocket udp) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        return new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    private static double limited(RunningServer running, String result) {
        return running.meters
                .get("skerry.dns.responses.limited")
                .tag("result", result)
                .counter()
                .count();
    }

    private static double open(RunningServer running) {
        return running.meters.get("skerry.dns.tcp.connections").gauge().value();
    }

    private static Socket connect(RunningServer running) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", running.port()), BOUND_MILLIS);
        socket.setSoTimeout(BOUND_MILLIS);
        return socket;
    }
}
