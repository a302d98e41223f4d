package dev.skerry.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import tools.jackson.databind.node.ObjectNode;

class DnsQuestionTest {

    @Test
    void theSitesPrefixGoesWithTheQuestion() throws Exception {
        try (DatagramSocket server = loopback()) {
            CompletableFuture<Message> asked = answerOne(server, "10.20.0.1");
            ObjectNode answer = new DnsQuestion("127.0.0.1:" + server.getLocalPort(), "edge.skerry.test", false)
                    .ask("shop", "a", Optional.of("10.1.0.0/16"));
            Message question = asked.get(10, TimeUnit.SECONDS);
            assertThat(question.getQuestion().getName()).hasToString("shop.edge.skerry.test.");
            assertThat(question.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET))
                    .singleElement()
                    .isInstanceOfSatisfying(ClientSubnetOption.class, subnet -> {
                        assertThat(subnet.getSourcePrefixLength()).isEqualTo(16);
                        assertThat(subnet.getAddress().getHostAddress()).isEqualTo("10.1.0.0");
                    });
            assertThat(answer.path("label").asString()).isEqualTo("shop");
            assertThat(answer.path("status").asString()).isEqualTo("NOERROR");
            assertThat(answer.path("answers").path(0).path("data").asString()).isEqualTo("10.20.0.1");
            assertThat(answer.path("answers").path(0).path("ttl").asInt()).isEqualTo(20);
        }
    }

    @Test
    void aServiceNameKeepsItsZoneAndHasTheAppsLabel() throws Exception {
        try (DatagramSocket server = loopback()) {
            CompletableFuture<Message> asked = answerOne(server, "10.20.0.1");
            ObjectNode answer = new DnsQuestion("127.0.0.1:" + server.getLocalPort(), "edge.skerry.test.", false)
                    .ask("_http._tcp.shop.edge.skerry.test", "SRV", Optional.empty());
            assertThat(asked.get(10, TimeUnit.SECONDS).getQuestion().getName())
                    .hasToString("_http._tcp.shop.edge.skerry.test.");
            assertThat(answer.path("label").asString()).isEqualTo("shop");
        }
    }

    @Test
    void aServerThatSaysNothingEndsInTime() throws Exception {
        try (DatagramSocket silent = loopback()) {
            DnsQuestion question = new DnsQuestion("127.0.0.1:" + silent.getLocalPort(), "z.", false);
            assertThatThrownBy(() -> question.ask("shop", "A", Optional.empty()))
                    .isInstanceOfSatisfying(
                            CommandException.class,
                            e -> assertThat(e.exitCode()).isIn(ExitCode.TIMED_OUT, ExitCode.UNAVAILABLE));
        }
    }

    @Test
    void whatIsNoTypeOrServerIsAWrongCommandLine() {
        assertThatThrownBy(() -> new DnsQuestion("127.0.0.1:1", "z.", false).ask("shop", "B4", Optional.empty()))
                .hasMessageContaining("B4 is no type");
        assertThatThrownBy(() -> new DnsQuestion("somewhere", "z.", false).ask("shop", "A", Optional.empty()))
                .hasMessage("somewhere is no DNS server; write HOST:PORT");
    }

    private static DatagramSocket loopback() throws IOException {
        return new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    private static CompletableFuture<Message> answerOne(DatagramSocket server, String address) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                server.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                Record question = query.getQuestion();
                Message answer = new Message(query.getHeader().getID());
                answer.getHeader().setFlag(org.xbill.DNS.Flags.QR);
                answer.getHeader().setRcode(Rcode.NOERROR);
                answer.addRecord(question, Section.QUESTION);
                answer.addRecord(
                        new ARecord(question.getName(), DClass.IN, 20, InetAddress.ofLiteral(address)), Section.ANSWER);
                byte[] wire = answer.toWire();
                server.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                return query;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
