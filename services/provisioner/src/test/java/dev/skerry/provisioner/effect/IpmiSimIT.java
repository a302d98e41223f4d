package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skerry.provisioner.Published;
import dev.skerry.provisioner.wire.Bytes;
import dev.skerry.runtime.Secrets;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.provisioning.PowerAction;
import dev.skerry.schemas.provisioning.PowerOutcome;
import dev.skerry.schemas.provisioning.PowerState;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.PowerTaskEnded;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Power on, boot override once, restart and power off through ipmitool, against OpenIPMI's simulator of a controller. */
@Timeout(120)
class IpmiSimIT {

    private static final String CONTROLLER = """
            mc_setbmc 0x20
            mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
            mc_enable 0x20
            """;

    /** What the simulator has do its work: keeps each value in a file. */
    private static final String CHASSIS = """
            #!/bin/sh
            cd %s || exit 1
            what=$1
            shift
            case $what in
              get) for name; do echo "$name:$(cat "$name")"; done ;;
              set) while [ $# -gt 1 ]; do echo "$1 $2" >>told; echo "$2" >"$1"; shift 2; done ;;
            esac
            """;

    @TempDir
    Path folder;

    private final Published published = new Published();
    private Process simulator;
    private PowerTaskHandler handler;
    private int port;
    private int tasks;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(isThere("ipmitool"), "ipmitool is missing: apt-get install ipmitool");
        assumeTrue(isThere("ipmi_sim"), "ipmi_sim is missing: apt-get install openipmi");
        Bytes.trustOurs();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path chassis = write("chassis", CHASSIS.formatted(folder));
        Files.setPosixFilePermissions(chassis, PosixFilePermissions.fromString("rwx------"));
        write("power", "0\n");
        write("boot", "none\n");
        Path lan = write("lan.conf", """
                name "skerry"
                set_working_mc 0x20
                  startlan 1
                    addr 127.0.0.1 %d
                    priv_limit admin
                    allowed_auths_admin none md5
                    guid a123456789abcdefa123456789abcdef
                  endlan
                  chassis_control "%s"
                  user 2 true "admin" "s3cret" admin 10 none md5
                """.formatted(port, chassis));
        Path state = Files.createDirectory(folder.resolve("state"));
        simulator = new ProcessBuilder(
                        "ipmi_sim",
                        "-n",
                        "-c",
                        lan.toString(),
                        "-f",
                        write("controller.emu", CONTROLLER).toString(),
                        "-s",
                        state.toString())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("ipmi_sim.log").toFile())
                .start();
        write("secrets/bmc/sim/username", "admin\n");
        write("secrets/bmc/sim/password", "s3cret\n");
        handler = new PowerTaskHandler(
                published,
                new PowerControllers(
                        new Secrets(folder.resolve("secrets")),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                        new BootMedium(URI.create("http://127.0.0.1"), new BootFiles(Optional.empty()))),
                (_, _) -> false,
                _ -> false,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (handler != null) {
            handler.close();
        }
        if (simulator != null) {
            simulator.destroy();
            if (!simulator.waitFor(10, TimeUnit.SECONDS)) {
                simulator.destroyForcibly();
            }
        }
    }

    @Test
    void aMachineIsStartedFromTheNetworkRestartedAndSwitchedOff() throws Exception {
        carryOut(PowerAction.BOOT_FROM_NETWORK, PowerState.ON);
        assertThat(told()).containsExactly("boot pxe", "power 1");

        carryOut(PowerAction.BOOT_FROM_NETWORK, PowerState.ON);
        assertThat(told()).containsExactly("boot pxe", "power 1", "boot pxe", "reset 1");

        carryOut(PowerAction.POWER_OFF, PowerState.OFF);
        assertThat(Files.readString(folder.resolve("power"))).isEqualTo("0\n");

        carryOut(PowerAction.POWER_ON, PowerState.ON);
    }

    @Test
    void whatTheControllerRefusesIsToldAsSuch() throws Exception {
        carryOut(PowerAction.POWER_ON, PowerState.ON);

        write("secrets/bmc/sim/password", "wrong");
        PowerTaskEnded wrong = ended(PowerAction.POWER_OFF);
        assertThat(wrong.getOutcome()).isEqualTo(PowerOutcome.PERMANENT_FAILURE);
        assertThat(wrong.getReason()).contains("check the credentials").doesNotContain("wrong");

        write("secrets/bmc/sim/password", "s3cret");
        write("secrets/bmc/sim/username", "nobody");
        PowerTaskEnded nobody = ended(PowerAction.POWER_OFF);
        assertThat(nobody.getOutcome()).isEqualTo(PowerOutcome.PERMANENT_FAILURE);
        assertThat(nobody.getReason()).contains("check the credentials");

        write("secrets/bmc/sim/username", "admin");
        write("secrets/bmc/sim/cipher-suite", "17");
        PowerTaskEnded cipher = ended(PowerAction.POWER_OFF);
        assertThat(cipher.getOutcome()).isEqualTo(PowerOutcome.PERMANENT_FAILURE);
        assertThat(cipher.getReason()).contains("cipher-suite");
        assertThat(told()).containsExactly("power 1");
    }

    @Test
    void aControllerThatIsAwayIsAskedAgainLater() throws Exception {
        simulator.destroy();
        assertThat(simulator.waitFor(10, TimeUnit.SECONDS)).isTrue();
        PowerTaskEnded away = ended(PowerAction.POWER_ON);
        assertThat(away.getOutcome()).isEqualTo(PowerOutcome.TRANSIENT_FAILURE);
        assertThat(away.getReason()).contains("Unable to establish");
    }

    private void carryOut(PowerAction action, PowerState expected) throws IOException {
        PowerTaskEnded ended = ended(action);
        assertThat(ended.getOutcome())
                .as("%s: %s%n%s", action, ended.getReason(), Files.readString(folder.resolve("ipmi_sim.log")))
                .isEqualTo(PowerOutcome.SUCCEEDED);
        assertThat(ended.getPower()).isEqualTo(expected);
    }

    private PowerTaskEnded ended(PowerAction action) {
        handler.handle(
                PowerTask.newBuilder()
                        .setTaskId("m1/" + ++tasks)
                        .setMachineId("m1")
                        .setAttempt(1)
                        .setAction(action)
                        .setBmc(Bmc.newBuilder()
                                .setProtocol(BmcProtocol.IPMI)
                                .setAddress("ipmi://127.0.0.1:" + port)
                                .setCredentialsRef("sim")
                                .build())
                        .setMacs(List.of("52:54:00:00:01:01"))
                        .setDeadline(Instant.now().plusSeconds(60))
                        .build(),
                Published.headers("chain"));
        return published.last(PowerTaskEnded.class);
    }

    private List<String> told() throws IOException {
        return Files.readAllLines(folder.resolve("told"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static boolean isThere(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve(program))
                .anyMatch(Files::isExecutable);
    }
}
