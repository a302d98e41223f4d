package dev.skerry.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The whole simulator in front of doors that behave as the protocols say. */
@Timeout(120)
class SimulatorTest {

    @TempDir
    Path folder;

    private SimulatedSite site;

    @BeforeEach
    void open() throws IOException {
        site = new SimulatedSite(folder);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void fromPowerOnToARunningAppAndAnAnswer() throws Exception {
        try (var simulator = site.simulator()) {
            var emitted = Files.readString(folder.resolve("emitted/machines.yaml"));
            assertThat(emitted)
                    .contains("http://127.0.0.1:" + simulator.bmcPort() + "/redfish/v1/Systems/m1")
                    .doesNotContain("m4");
            site.bringUp(simulator);
            var told = List.copyOf(site.doors.heard);
            assertThat(told).filteredOn(line -> line.startsWith("inspection ")).hasSize(3);
            assertThat(told)
                    .filteredOn(line -> line.startsWith("inspection n525400000001"))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("\"architecture\":\"x86_64\"", "\"memoryMiB\":", "\"smbiosUuid\":"));
            assertThat(told)
                    .filteredOn(line -> line.startsWith("progress n525400000002"))
                    .hasSize(3);
            assertThat(told).filteredOn(line -> line.startsWith("claim ")).hasSize(3);
            assertThat(told)
                    .filteredOn(line -> line.startsWith("phone-home "))
                    .hasSize(3)
                    .allMatch(line -> line.contains("hostname=node-"));
            assertThat(told).filteredOn(line -> line.startsWith("joined ")).hasSize(3);

            var status = site.control(simulator, "GET", "/status", "");
            assertThat(status.path("machines").path("joined").asInt(0)).isEqualTo(3);
            assertThat(status.path("agents").path("connected").asInt(0)).isEqualTo(1);
            assertThat(status.path("bmc").path("overlaps").asInt(-1)).isZero();
            assertThat(status.path("troubles").isEmpty()).isTrue();
            var addresses = status.path("clusters").path(TestDoors.CLUSTER).path("addresses");

            Thread.ofVirtual()
                    .start(() -> answerDns(
                            addresses.path(0).asString(""), addresses.path(1).asString("")));
            var asked = site.control(simulator, "POST", "/ask-dns", "{}");
            assertThat(asked.path("asked").asInt(0)).isEqualTo(1);
            assertThat(asked.path("correct").asInt(0)).as(asked.toString()).isEqualTo(1);
            site.control(simulator, "POST", "/agents/" + TestDoors.CLUSTER + "/stop", "");
            asked = site.control(simulator, "POST", "/ask-dns", "{\"names\":[\"shop\"]}");
            assertThat(asked.path("correct").asInt(-1))
                    .as("nobody should be answered: " + asked)
                    .isZero();
        }
    }

    /** A server that always gives the same two addresses, and notes whose question it was. */
    private void answerDns(String ipv4, String ipv6) {
        try {
            while (!site.dns.isClosed()) {
                var packet = new DatagramPacket(new byte[2000], 2000);
                site.dns.receive(packet);
                var question = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                var answer = new Message(question.getHeader().getID());
                answer.getHeader().setFlag(Flags.QR);
                var asked = question.getQuestion();
                answer.addRecord(asked, Section.QUESTION);
                boolean wellAsked = question.getOPT() != null
                        && question.getOPT().toString().contains("10.1.0.0/16")
                        && asked.getName().toString().equals("shop.edge.skerry.test.");
                if (wellAsked) {
                    answer.addRecord(
                            asked.getType() == Type.A
                                    ? new ARecord(asked.getName(), DClass.IN, 20, InetAddress.getByName(ipv4))
                                    : new AAAARecord(asked.getName(), DClass.IN, 20, InetAddress.getByName(ipv6)),
                            Section.ANSWER);
                }
                byte[] bytes = answer.toWire();
                site.dns.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void aRestartedSimulatorGoesOnWhereItStood() throws Exception {
        try (var simulator = site.simulator()) {
            site.bringUp(simulator);
        }
        site.doors.heard.clear();
        site.centre.feedContacts.clear();
        site.centre.reports.clear();
        try (var _ = site.simulator()) {
            assertThat(site.centre.awaitFeed().lastEventId()).isEqualTo("1");
            site.centre.awaitReport(report -> report.path("nodesReady").asInt(0) == 3
                    && report.path("placements")
                            .path(0)
                            .path("phase")
                            .asString("")
                            .equals("AVAILABLE"));
            assertThat(site.doors.heard)
                    .noneMatch(line ->
                            line.startsWith("claim") || line.startsWith("inspection") || line.startsWith("joined"));
        }
    }

    @Test
    void aPowerCutStopsEverythingAtOnce() throws Exception {
        try (var simulator = site.simulator()) {
            site.bringUp(simulator);
            assertThat(site.control(simulator, "POST", "/power", "{\"machine\":\"m2\",\"action\":\"off\"}")
                            .path("message")
                            .asString(""))
                    .isEqualTo("off");
            site.centre.awaitReport(report -> report.path("nodesReady").asInt(0) == 2);
            String reset = "/redfish/v1/Systems/m1/Actions/ComputerSystem.Reset";
            assertThat(site.redfish(simulator, "POST", reset, "{\"ResetType\":\"ForceOff\"}")
                            .statusCode())
                    .isEqualTo(204);
            var status = site.control(simulator, "GET", "/status", "");
            assertThat(status.path("agents").path("running").asInt(-1)).isZero();
            assertThat(status.path("clusters")
                            .path(TestDoors.CLUSTER)
                            .path("running")
                            .asBoolean(true))
                    .isFalse();
            site.redfish(simulator, "POST", reset, "{\"ResetType\":\"On\"}");
            site.centre.awaitReport(report -> report.path("nodesReady").asInt(0) == 2);
        }
    }

    @Test
    void aReleasedMachineIsWipedAndWaits() throws Exception {
        try (var simulator = site.simulator()) {
            site.bringUp(simulator);
            site.doors.released.add(SimulatedSite.MACS.getFirst());
            String once = "{\"Boot\":{\"BootSourceOverrideEnabled\":\"Once\",\"BootSourceOverrideTarget\":\"Pxe\"}}";
            site.redfish(simulator, "PATCH", "/redfish/v1/Systems/m1", once);
            site.redfish(
                    simulator,
                    "POST",
                    "/redfish/v1/Systems/m1/Actions/ComputerSystem.Reset",
                    "{\"ResetType\":\"ForceRestart\"}");
            assertThat(site.hear("wiped ").getLast())
                    .contains("\"diskSerials\":[\"SD525400000001\"]", "\"method\":\"discard\"");
            assertThat(folder.resolve("state/machines/m1/disk")).doesNotExist();
            assertThat(site.control(simulator, "GET", "/status", "")
                            .path("machines")
                            .path("installed")
                            .asInt(0))
                    .isEqualTo(2);
        }
    }

    @Test
    void anInstallationBehindAnotherCaIsRefused() throws Exception {
        site.doors.pin = "00".repeat(32);
        try (var simulator = site.simulator()) {
            site.bootFromNetwork(simulator, "m1");
            assertThat(site.hear("failure n525400000001").getLast()).contains("not the pinned one");
        }
    }

    @Test
    void aWrongJoinTokenIsRefusedByTheServer() throws Exception {
        site.doors.agentSecret = "somebody else's";
        site.centre.allow(TestDoors.CLUSTER, "once");
        try (var simulator = site.simulator()) {
            site.bootFromNetwork(simulator, "m1");
            assertThat(site.hear("failure ").getLast()).contains("token");
        }
    }
}
