package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skerry.kernel.Failure;
import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.PowerCommand;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
import dev.skerry.runtime.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a controller that stands behind a program of the test; what ipmitool really says, IpmiSimIT shows. */
@Timeout(30)
class IpmiDoorTest {

    private static final String CANARY = "canary-s3cret";

    @TempDir
    Path folder;

    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
    private final Tool program = new Tool();
    private PowerSequence controller;

    /** Answers as ipmitool does; does as it is told one reading later. */
    private static final class Tool implements Programs {

        private final Deque<IOException> broken = new ArrayDeque<>();
        private final Deque<Ended> answers = new ArrayDeque<>();
        private final List<String> calls = new ArrayList<>();
        private final List<String> lines = new ArrayList<>();
        private final List<String> inputs = new ArrayList<>();
        private String power = "off";
        private String next = "off";

        @Override
        public synchronized Ended run(List<String> command, String input, Duration limit) throws IOException {
            lines.add(String.join(" ", command));
            inputs.add(input);
            String what = String.join(" ", command.subList(command.indexOf("chassis") + 1, command.size()));
            if (!what.equals("power status")) {
                calls.add(what);
            }
            if (!broken.isEmpty()) {
                throw broken.remove();
            }
            if (!answers.isEmpty()) {
                return answers.remove();
            }
            return switch (what) {
                case "power status" -> {
                    Ended told = new Ended(0, "Discovered IPMB address 0x0\nChassis Power is " + power + "\n");
                    power = next;
                    yield told;
                }
                case "power on", "power reset" -> then("on");
                case "power off" -> then("off");
                case "bootdev pxe", "bootdev pxe options=efiboot" -> new Ended(0, "Set Boot Device to pxe\n");
                default -> new Ended(1, "Invalid command: " + what);
            };
        }

        private Ended then(String told) {
            next = told;
            return new Ended(0, "Chassis Power Control: as told\n");
        }
    }

    @BeforeEach
    void start() throws IOException {
        secret("username", "admin");
        secret("password", CANARY + "\n");
        IpmiTool tool = new IpmiTool(new BmcSecrets(new Secrets(folder)), program);
        controller = new PowerSequence((order, guard) -> new IpmiDoor(tool, order.bmc(), guard), Duration.ofMillis(5));
    }

    @AfterEach
    void stop() {
        hands.close();
    }

    @ParameterizedTest
    @CsvSource({"UEFI, bootdev pxe options=efiboot", "LEGACY, bootdev pxe"})
    void theModeIsSetWithTheBootDevice(Bmc.BootMode mode, String command) throws Exception {
        Bmc bmc = new Bmc(Bmc.Protocol.IPMI, "10.0.0.7", Optional.of("sim"), Bmc.Boot.NETWORK, Optional.of(mode));
        Guard guard = new Guard(bmc.address());
        guard.order(
                Duration.ofSeconds(10),
                hands,
                () -> controller.carryOut(order(bmc, Action.BOOT_FROM_NETWORK), guard, () -> false));
        assertThat(program.calls).containsExactly(command, "power on");
    }

    @Test
    void aMachineThatIsOffIsStartedFromTheNetworkOnce() throws Exception {
        assertThat(carryOut(Action.BOOT_FROM_NETWORK)).isEqualTo(Seen.ON);
        assertThat(program.calls).containsExactly("bootdev pxe", "power on");
        assertThat(program.power).isEqualTo("on");
    }

    @Test
    void aMachineThatIsOnIsRestarted() throws Exception {
        isOn();
        assertThat(carryOut(Action.BOOT_FROM_NETWORK)).isEqualTo(Seen.ON);
        assertThat(program.calls).containsExactly("bootdev pxe", "power reset");
    }

    @Test
    void aMachineThatHasAskedForItsScriptIsNotRestarted() throws Exception {
        isOn();
        AtomicInteger asked = new AtomicInteger();
        Guard guard = new Guard("bmc");
        guard.order(
                Duration.ofSeconds(10),
                hands,
                () -> controller.carryOut(
                        order(sim(), Action.BOOT_FROM_NETWORK), guard, () -> asked.incrementAndGet() == 2));
        assertThat(program.calls).containsExactly("bootdev pxe");
    }

    @Test
    void oneThatWentOffMeanwhileIsStarted() throws Exception {
        isOn();
        program.answers.add(new Programs.Ended(0, "Chassis Power is on"));
        program.answers.add(new Programs.Ended(0, "Set Boot Device to pxe"));
        program.answers.add(new Programs.Ended(
                1, "Set Chassis Power Control to Reset failed: Command not supported in present state\n"));
        assertThat(carryOut(Action.BOOT_FROM_NETWORK)).isEqualTo(Seen.ON);
        assertThat(program.calls).containsExactly("bootdev pxe", "power reset", "power on");
    }

    @ParameterizedTest
    @CsvSource({"POWER_OFF, off", "POWER_ON, on"})
    void whatIsSoAlreadyIsLeftAlone(Action action, String power) throws Exception {
        program.power = power;
        program.next = power;
        carryOut(action);
        assertThat(program.calls).isEmpty();
    }

    @Test
    void thePasswordIsReadAndNotNamed() throws Exception {
        carryOut(Action.POWER_ON);
        assertThat(program.inputs).containsOnly(CANARY + "\n");
        assertThat(program.lines)
                .noneMatch(line -> line.contains(CANARY))
                .allMatch(line -> line.startsWith(
                        "ipmitool -v -I lanplus -C 3 -H 10.0.0.7 -p 1623 -U admin -f /dev/stdin -N 2 -R 1 chassis"));
    }

    @Test
    void aControllerMayTakeAnotherCipherSuite() throws Exception {
        secret("cipher-suite", "17\n");
        carryOut(Action.POWER_ON);
        assertThat(program.lines).allMatch(line -> line.contains(" -C 17 "));
        secret("cipher-suite", "17 -P x");
        assertThat(failure(sim(), Action.POWER_OFF)).isInstanceOf(Failure.Permanent.class);
    }

    @Test
    void credentialsThatChangeCountAtOnce() throws Exception {
        carryOut(Action.POWER_ON);
        secret("password", "other");
        carryOut(Action.POWER_OFF);
        assertThat(program.inputs).contains(CANARY + "\n").endsWith("other\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "> RAKP 2 HMAC is invalid\\nError: Unable to establish IPMI v2 / RMCP+ session|check the credentials",
                "RAKP 2 message indicates an error : unauthorized name|check the credentials",
                "Set Chassis Power Control to Up/On failed: Insufficient privilege level|administrator",
                "Error in open session response message : invalid authentication algorithm|cipher-suite",
                "Set Chassis Power Control to Up/On failed: Invalid command|does not do that"
            })
    void aRefusalIsLasting(String said, String remedy) {
        program.answers.add(new Programs.Ended(1, said.replace("\\n", "\n")));
        Failure failure = failure(sim(), Action.POWER_ON);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains(remedy).doesNotContain(CANARY);
        assertThat(program.lines).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error: Unable to establish IPMI v2 / RMCP+ session",
                "Address lookup for bmc failed\nCould not open socket!",
                "Running Get VSO Capabilities\nInvalid completion code received: Invalid command\n"
                        + "Get Chassis Power Status failed: Node busy",
                ""
            })
    void whatMayPassIsTriedAgain(String said) throws Exception {
        program.answers.add(new Programs.Ended(1, said));
        assertThat(carryOut(Action.POWER_ON)).isEqualTo(Seen.ON);

        for (int i = 0; i < 10; i++) {
            program.answers.add(new Programs.Ended(1, said));
        }
        assertThat(failure(sim(), Action.POWER_OFF)).isInstanceOf(Failure.Transient.class);
    }

    @Test
    void aMissingProgramIsLastingAndSaysWhatToInstall() {
        program.broken.add(new Programs.MissingException("ipmitool", new IOException("error=2")));
        Failure failure = failure(sim(), Action.POWER_ON);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains("apt-get install ipmitool");
    }

    @Test
    void aProgramThatDoesNotEndIsPassing() {
        for (int i = 0; i < 3; i++) {
            program.broken.add(new IOException("ipmitool did not end within 8 s and was killed"));
        }
        assertThat(failure(sim(), Action.POWER_ON)).isInstanceOf(Failure.Transient.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "root:" + CANARY + "@host", "http://host"})
    void anAddressThatIsNoneIsLasting(String address) {
        Failure failure = failure(
                new Bmc(Bmc.Protocol.IPMI, address, Optional.of("sim"), Bmc.Boot.NETWORK, Optional.empty()),
                Action.POWER_ON);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains("HOST:PORT").doesNotContain(CANARY);
        assertThat(program.lines).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"password, 123456789012345678901", "username, 12345678901234567", "username, 'a\nb'"})
    void whatIpmiCannotSayIsLasting(String file, String value) throws IOException {
        secret(file, value);
        Failure failure = failure(sim(), Action.POWER_ON);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains(file, "at most").doesNotContain(value);
    }

    @Test
    void withoutCredentialsNothingIsTried() {
        Failure failure = failure(
                new Bmc(Bmc.Protocol.IPMI, "10.0.0.7", Optional.empty(), Bmc.Boot.NETWORK, Optional.empty()),
                Action.POWER_ON);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains("credentialsRef");
    }

    private void isOn() {
        program.power = "on";
        program.next = "on";
    }

    private Seen carryOut(Action action) throws Exception {
        return carryOut(sim(), action);
    }

    private Seen carryOut(Bmc bmc, Action action) throws Exception {
        Guard guard = new Guard(bmc.address());
        return guard.order(
                Duration.ofSeconds(10), hands, () -> controller.carryOut(order(bmc, action), guard, () -> false));
    }

    private Failure failure(Bmc bmc, Action action) {
        return catchThrowableOfType(PowerException.class, () -> carryOut(bmc, action))
                .failure();
    }

    private static Bmc sim() {
        return new Bmc(
                Bmc.Protocol.IPMI, "ipmi://10.0.0.7:1623", Optional.of("sim"), Bmc.Boot.NETWORK, Optional.empty());
    }

    private static PowerOrder order(Bmc bmc, Action action) {
        PowerCommand command = new PowerCommand("m/1/boot", 1, action, Instant.MAX);
        return new PowerOrder("m", command, bmc, List.of("52:54:00:00:01:01"));
    }

    private void secret(String name, String value) throws IOException {
        Path file = folder.resolve("bmc/sim/" + name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, value);
    }
}
