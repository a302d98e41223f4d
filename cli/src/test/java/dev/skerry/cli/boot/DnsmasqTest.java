package dev.skerry.cli.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skerry.cli.boot.DnsmasqConfig.Lease;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configuration with dnsmasq itself: it takes it, and answers each kind of client as is wanted. The client is a DHCP relay on
 * loopback (RFC 2131, giaddr), which has the answer sent to it by unicast.
 */
@Timeout(60)
class DnsmasqTest {

    private static final String RELAY = "127.0.1.1";
    private static final Subnet NETWORK = Subnet.of("127.0.1.0/24");
    private static final String DOOR = "http://10.0.0.2:8080";
    private static final int VENDOR_CLASS = 60;
    private static final int BOOT_FILE = 67;
    private static final int PXE_PORT = 4011;

    @TempDir
    Path folder;

    private int port;
    private @Nullable Process dnsmasq;

    /** What a client is answered. */
    private record Offer(String address, String file, Map<Integer, byte[]> options) {

        private static Offer of(byte[] message, int length) throws IOException {
            Map<Integer, byte[]> options = new TreeMap<>();
            int at = 240;
            while (at < length && message[at] != -1) {
                int size = message[at + 1] & 0xff;
                options.put(message[at] & 0xff, Arrays.copyOfRange(message, at + 2, at + 2 + size));
                at += 2 + size;
            }
            String address = InetAddress.getByAddress(Arrays.copyOfRange(message, 16, 20))
                    .getHostAddress();
            String fixed = text(Arrays.copyOfRange(message, 108, 236));
            String file = options.containsKey(BOOT_FILE) ? text(options.get(BOOT_FILE)) : fixed;
            return new Offer(address, file, options);
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.US_ASCII).replaceAll("\0.*", "");
        }

        private String vendor() {
            return options.containsKey(VENDOR_CLASS) ? text(options.get(VENDOR_CLASS)) : "";
        }
    }

    @BeforeEach
    void hasDnsmasq() {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "dnsmasq")));
        assumeTrue(there, "dnsmasq is missing: apt-get install dnsmasq-base");
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (dnsmasq != null) {
            dnsmasq.destroy();
            if (!dnsmasq.waitFor(10, TimeUnit.SECONDS)) {
                dnsmasq.destroyForcibly();
            }
        }
    }

    @Test
    void itIsTaken() throws Exception {
        for (boolean proxy : new boolean[] {false, true}) {
            Process test = new ProcessBuilder(
                            "dnsmasq", "--test", "-C", write(config(proxy)).toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("syntax check OK");
            assertThat(test.waitFor()).isZero();
        }
    }

    @Test
    void aloneItLeasesAndNamesWhatToBoot() throws Exception {
        try (DatagramSocket relay = started(false)) {
            assertThat(offer(relay, 0, "PXEClient", "").file()).isEqualTo("undionly.kpxe");
            for (int arch : new int[] {7, 9}) {
                assertThat(offer(relay, arch, "PXEClient", "").file()).isEqualTo("ipxe.efi");
            }
            assertThat(offer(relay, 11, "PXEClient", "").file()).isEqualTo("ipxe-arm64.efi");

            Offer http = offer(relay, 16, "HTTPClient", "");
            assertThat(http.file()).isEqualTo(DOOR + "/boot/files/ipxe.efi");
            assertThat(http.vendor()).isEqualTo("HTTPClient");
            assertThat(offer(relay, 19, "HTTPClient", "").file()).isEqualTo(DOOR + "/boot/files/ipxe-arm64.efi");

            Offer ipxe = offer(relay, 7, "PXEClient", "iPXE");
            assertThat(ipxe.file()).isEqualTo(DOOR + "/boot/copenhagen/boot.ipxe");
            assertThat(NETWORK.holds(Subnet.address(ipxe.address()))).isTrue();
            assertThat(ipxe.options().get(3)).containsExactly(127, 0, 1, 9);
        }
    }

    @Test
    void besideAnotherServerItLeasesNothing() throws Exception {
        try (DatagramSocket relay = started(true)) {
            Offer http = offer(relay, 16, "HTTPClient", "");
            assertThat(http.file()).isEqualTo(DOOR + "/boot/files/ipxe.efi");
            assertThat(http.vendor()).isEqualTo("HTTPClient");
            assertThat(http.address()).isEqualTo("0.0.0.0");
            for (int arch : new int[] {0, 7}) {
                Offer ipxe = offer(relay, arch, "PXEClient", "iPXE");
                assertThat(ipxe.file()).isEqualTo(DOOR + "/boot/copenhagen/boot.ipxe");
                assertThat(ipxe.address()).isEqualTo("0.0.0.0");
            }
            // PXE firmware goes on at the boot server's port.
            assertThat(offer(relay, 7, "PXEClient", "").vendor()).isEqualTo("PXEClient");
            assertThat(ask(relay, PXE_PORT, request(7, "PXEClient", "", false)).file())
                    .isEqualTo("ipxe.efi");
            assertThat(ask(relay, PXE_PORT, request(11, "PXEClient", "", false)).file())
                    .isEqualTo("ipxe-arm64.efi");
        }
    }

    /** A relay that hears dnsmasq's answers; dnsmasq runs. */
    private DatagramSocket started(boolean proxy) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "dnsmasq's DHCP server needs root");
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        String text = config(proxy).replace("enable-tftp\n", "");
        dnsmasq = new ProcessBuilder(
                        "dnsmasq",
                        "--keep-in-foreground",
                        "--no-ping",
                        "--user=root",
                        "--conf-file=" + write(text),
                        "--dhcp-alternate-port=%d,%d".formatted(port, port + 1),
                        "--dhcp-leasefile=" + folder.resolve("leases"),
                        "--pid-file=" + folder.resolve("pid"),
                        "--log-facility=" + folder.resolve("log"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        DatagramSocket relay = new DatagramSocket(null);
        relay.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        relay.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        relay.bind(new InetSocketAddress(RELAY, port));
        relay.setSoTimeout((int) Duration.ofMillis(500).toMillis());
        return relay;
    }

    private Offer offer(DatagramSocket relay, int arch, String vendor, String user) throws IOException {
        return ask(relay, port, request(arch, vendor, user, true));
    }

    /** Asks until there is an answer: dnsmasq may be starting. */
    private Offer ask(DatagramSocket relay, int to, byte[] request) throws IOException {
        byte[] answer = new byte[2048];
        DatagramPacket packet = new DatagramPacket(answer, answer.length);
        for (int i = 0; i < 60; i++) {
            relay.send(new DatagramPacket(request, request.length, new InetSocketAddress("127.0.0.1", to)));
            try {
                relay.receive(packet);
                return Offer.of(answer, packet.getLength());
            } catch (SocketTimeoutException e) {
                assertThat(dnsmasq != null && dnsmasq.isAlive())
                        .as(() -> "dnsmasq ended: " + read("out") + read("log"))
                        .isTrue();
            }
        }
        throw new AssertionError("no answer: " + read("log"));
    }

    /** A DHCPDISCOVER through the relay, or the DHCPREQUEST of PXE to a boot server. */
    private static byte[] request(int arch, String vendor, String user, boolean relayed) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(240);
        message.put(new byte[] {1, 1, 6, 1}).putInt(0x1234).putInt(0x8000);
        message.put(relayed ? 24 : 12, InetAddress.getByName(RELAY).getAddress());
        message.put(28, new byte[] {0x52, 0x54, 0, 0, 1, 1});
        message.putInt(236, 0x63825363);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(message.array());
        option(all, 53, new byte[] {(byte) (relayed ? 1 : 3)});
        option(all, 93, new byte[] {0, (byte) arch});
        option(all, 94, new byte[] {1, 3, 16});
        option(all, 97, new byte[17]);
        option(
                all,
                VENDOR_CLASS,
                "%s:Arch:%05d:UNDI:003016".formatted(vendor, arch).getBytes(StandardCharsets.US_ASCII));
        option(all, 55, new byte[] {1, 3, 43, VENDOR_CLASS, 66, BOOT_FILE});
        if (!user.isEmpty()) {
            option(all, 77, user.getBytes(StandardCharsets.US_ASCII));
        }
        all.write(0xff);
        return all.toByteArray();
    }

    private static void option(ByteArrayOutputStream to, int code, byte[] value) throws IOException {
        to.write(code);
        to.write(value.length);
        to.write(value);
    }

    private static String config(boolean proxy) {
        List<Lease> leases = proxy ? List.of() : List.of(Lease.upperHalf(NETWORK, "127.0.1.9"));
        return new DnsmasqConfig("copenhagen", List.of(NETWORK), leases, List.of("lo"), DOOR, "/srv/tftp", proxy)
                .text();
    }

    private Path write(String config) throws IOException {
        return Files.writeString(folder.resolve("dnsmasq.conf"), config);
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
