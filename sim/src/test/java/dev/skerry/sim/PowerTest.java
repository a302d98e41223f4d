package dev.skerry.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Redfish and Wake-on-LAN as their clients expect them. */
@Timeout(120)
class PowerTest {

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
    void redfishAsItsClientsExpectIt() throws Exception {
        try (var simulator = site.simulator()) {
            String system = "/redfish/v1/Systems/m1";
            var described = SimulatedSite.JSON.readTree(
                    site.redfish(simulator, "GET", system, "").body());
            assertThat(described.path("PowerState").asString("")).isEqualTo("Off");
            var action = described.path("Actions").path("#ComputerSystem.Reset");
            assertThat(action.path("target").asString("")).isEqualTo(system + "/Actions/ComputerSystem.Reset");
            assertThat(action.path("ResetType@Redfish.AllowableValues").toString())
                    .contains("\"ForceOff\"", "\"On\"");
            String nic = "/EthernetInterfaces/1";
            assertThat(site.redfish(simulator, "GET", system + "/EthernetInterfaces", "")
                            .body())
                    .contains(system + nic);
            assertThat(site.redfish(simulator, "GET", system + nic, "").body())
                    .contains("\"MACAddress\":\"52:54:00:00:00:01\"");
            var members = SimulatedSite.JSON.readTree(
                    site.redfish(simulator, "GET", "/redfish/v1/Systems", "").body());
            assertThat(members.path("Members@odata.count").asInt(0))
                    .as("the machine without a BMC is not there")
                    .isEqualTo(2);

            String reset = system + "/Actions/ComputerSystem.Reset";
            assertThat(site.redfish(simulator, "POST", reset, "{\"ResetType\":\"ForceRestart\"}")
                            .statusCode())
                    .isEqualTo(409);
            assertThat(site.redfish(simulator, "POST", reset, "{\"ResetType\":\"Explode\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(site.redfish(simulator, "POST", reset, "{").statusCode()).isEqualTo(400);
            assertThat(site.redfish(simulator, "PATCH", system, "{\"Boot\":{\"BootSourceOverrideTarget\":\"Moon\"}}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(site.redfish(simulator, "PATCH", system, "{\"AssetTag\":\"x\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(site.redfish(simulator, "DELETE", system, "").statusCode())
                    .isEqualTo(405);
            assertThat(site.redfish(simulator, "GET", "/redfish/v1/Systems/m4", "")
                            .statusCode())
                    .isEqualTo(404);

            var anonymous = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulator.bmcPort() + system))
                    .build();
            var refused = HttpClient.newHttpClient().send(anonymous, BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"Redfish\"");
        }
    }

    @Test
    void aMachineWithoutABmcWakesByItsMagicPacket() throws Exception {
        try (var simulator = site.simulator();
                var socket = new DatagramSocket()) {
            site.hear("inspection n525400000004");
            site.control(simulator, "POST", "/power", "{\"machine\":\"52:54:00:00:00:04\",\"action\":\"off\"}");
            byte[] magic = new byte[102];
            Arrays.fill(magic, 0, 6, (byte) 0xFF);
            for (int repeat = 0; repeat < 16; repeat++) {
                System.arraycopy(new byte[] {0x52, 0x54, 0, 0, 0, 4}, 0, magic, 6 + 6 * repeat, 6);
            }
            site.doors.heard.clear();
            var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), simulator.wakeOnLanPort());
            socket.send(new DatagramPacket(magic, magic.length, to));
            site.hear("progress n525400000004");
        }
    }
}
