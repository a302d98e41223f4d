package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skerry.kernel.Failure;
import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.PowerCommand;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
import dev.skerry.runtime.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
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

@Timeout(30)
class RedfishDoorTest {

    private static final String RESET = "POST /redfish/v1/Systems/one/Actions/ComputerSystem.Reset ";
    private static final String PATCH = "PATCH /redfish/v1/Systems/one";
    private static final String IMAGE = "http://provisioner/boot/media/52-54-00-00-01-01.iso";

    @TempDir
    Path folder;

    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
    private RedfishPeer peer;
    private PowerSequence controller;
    private boolean noMedium;

    @BeforeEach
    void start() throws IOException {
        peer = new RedfishPeer();
        secret("username", "admin");
        secret("password", "secret\n");
        RedfishClients clients = new RedfishClients(new BmcSecrets(new Secrets(folder)));
        controller = new PowerSequence(
                (order, guard) -> RedfishDoor.to(order, clients, this::medium, guard), Duration.ofMillis(5));
    }

    @AfterEach
    void stop() {
        peer.close();
        hands.close();
    }

    @Test
    void aMachineThatIsOffIsStartedFromTheNetworkOnce() throws Exception {
        assertThat(carryOut(Action.BOOT_FROM_NETWORK)).isEqualTo(Seen.ON);
        assertThat(peer.calls).containsExactly(PATCH, RESET + "On");
        assertThat(peer.override).isEqualTo("Once/Pxe");
        assertThat(peer.power).isEqualTo("On");
    }

    @Test
    void aMachineThatIsOnIsRestarted() throws Exception {
        peer.power = "On";
        assertThat(carryOut(Action.BOOT_FROM_NETWORK)).isEqualTo(Seen.ON);
        assertThat(peer.calls).containsExactly(PATCH, RESET + "ForceRestart");
    }

    /** The first one asked before the controller told of the machine, the other while it took the override. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aMachineThatHasAskedForItsScriptIsNotRestarted(int question) throws Exception {
        peer.power = "On";
        AtomicInteger asked = new AtomicInteger();
        Guard guard = new Guard(peer.address());
        Seen seen = guard.order(
                Duration.ofSeconds(10),
                hands,
                () -> controller.carryOut(
                        order(sim(), Action.BOOT_FROM_NETWORK), guard, () -> asked.incrementAndGet() == question));
        assertThat(seen).isEqualTo(Seen.ON);
        assertThat(peer.calls).isEqualTo(question == 1 ? List.of() : List.of(PATCH));
    }

    @Test
    void withoutARestartItIsSwitchedOffAndOn() throws Exception {
        peer.power = "On";
        peer.resetTypes = List.of("On", "ForceOff");
        assertThat(carryOut(Action.BOOT_FROM_NETWORK)).isEqualTo(Seen.ON);
        assertThat(peer.calls).containsExactly(PATCH, RESET + "ForceOff", RESET + "On");
    }

    @Test
    void resetTypesThatAreNotToldAreTakenForGranted() throws Exception {
        peer.resetTypes = List.of();
        peer.power = "On";
        assertThat(carryOut(Action.POWER_OFF)).isEqualTo(Seen.OFF);
        assertThat(peer.calls).containsExactly(RESET + "ForceOff");
    }

    @Test
    void onlyForceOnIsTakenWhereThatIsOffered() throws Exception {
        peer.resetTypes = List.of("ForceOn");
        assertThat(carryOut(Action.POWER_ON)).isEqualTo(Seen.ON);
        assertThat(peer.calls).containsExactly(RESET + "ForceOn");
    }

    @ParameterizedTest
    @CsvSource({"POWER_OFF, Off", "POWER_ON, On"})
    void whatIsSoAlreadyIsLeftAlone(Action action, String power) throws Exception {
        peer.power = power;
        carryOut(action);
        assertThat(peer.calls).isEmpty();
    }

    @Test
    void anEtagIsSentBack() throws Exception {
        peer.needsEtag = true;
        carryOut(Action.BOOT_FROM_NETWORK);
        assertThat(peer.override).isEqualTo("Once/Pxe");
    }

    @Test
    void aSystemThatIsSaidToBeOnAndCannotBeRestartedIsStarted() throws Exception {
        peer.lies = 2;
        assertThat(carryOut(Action.BOOT_FROM_NETWORK)).isEqualTo(Seen.ON);
        assertThat(peer.calls).containsExactly(PATCH, RESET + "ForceRestart", RESET + "On");
        assertThat(peer.power).isEqualTo("On");
    }

    @Test
    void aHandshakeThatIsBrokenOffIsPassing() throws Exception {
        try (ServerSocket breaking = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            hands.submit(() -> {
                while (true) {
                    try (Socket client = breaking.accept()) {
                        client.getInputStream().readNBytes(16);
                    }
                }
            });
            String address = "https://127.0.0.1:" + breaking.getLocalPort() + "/redfish/v1/Systems/one";
            Failure failure = failure(
                    new Bmc(Bmc.Protocol.REDFISH, address, Optional.of("sim"), Bmc.Boot.NETWORK, Optional.empty()),
                    Action.POWER_ON);
            assertThat(failure).isInstanceOf(Failure.Transient.class);
        }
    }

    @Test
    void aPassingErrorIsTriedAgain() throws Exception {
        peer.faults.addAll(List.of(503, 500));
        assertThat(carryOut(Action.POWER_ON)).isEqualTo(Seen.ON);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 412})
    void anErrorThatStaysIsPassing(int status) {
        for (int i = 0; i < 10; i++) {
            peer.faults.add(status);
        }
        assertThat(failure(Action.POWER_ON)).isInstanceOf(Failure.Transient.class);
    }

    @ParameterizedTest
    @CsvSource({"401, credentials", "403, credentials", "404, address", "400, 400", "301, 301"})
    void aRefusalIsLasting(int status, String remedy) {
        peer.faults.add(status);
        Failure failure = failure(Action.POWER_ON);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains(remedy).doesNotContain("secret");
        assertThat(peer.calls).hasSize(1);
    }

    @Test
    void aWrongPasswordIsLasting() throws IOException {
        secret("password", "wrong");
        assertThat(failure(Action.POWER_ON)).isInstanceOf(Failure.Permanent.class);
        assertThat(peer.power).isEqualTo("Off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "../sim", "a/b"})
    void credentialsThatAreNotThereAreLasting(String ref) {
        Failure failure = failure(
                new Bmc(Bmc.Protocol.REDFISH, peer.address(), Optional.of(ref), Bmc.Boot.NETWORK, Optional.empty()),
                Action.POWER_ON);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains("secrets");
    }

    @Test
    void aControllerThatIsAwayIsPassing() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Bmc gone = new Bmc(
                Bmc.Protocol.REDFISH,
                "http://127.0.0.1:" + port + "/redfish/v1/Systems/1",
                Optional.empty(),
                Bmc.Boot.NETWORK,
                Optional.empty());
        assertThat(failure(gone, Action.POWER_ON)).isInstanceOf(Failure.Transient.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a url", "10.0.0.7:623", "ftp://host/redfish/v1/Systems/1"})
    void anAddressThatIsNoneIsLasting(String address) {
        Failure failure = failure(
                new Bmc(Bmc.Protocol.REDFISH, address, Optional.empty(), Bmc.Boot.NETWORK, Optional.empty()),
                Action.POWER_ON);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains("URL");
    }

    @Test
    void credentialsAreNotShownToAnotherHost() {
        peer.resetTarget = "http://127.0.0.2:9/steal";
        Failure failure = failure(Action.POWER_ON);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains("another host");
    }

    @Test
    void aMachineThatNeverObeysEndsWithTheLimit() {
        peer.never = true;
        Guard guard = new Guard(peer.address());
        PowerException failed = catchThrowableOfType(
                PowerException.class,
                () -> guard.order(
                        Duration.ofMillis(300),
                        hands,
                        () -> controller.carryOut(order(sim(), Action.POWER_ON), guard, () -> false)));
        assertThat(failed.failure()).isInstanceOf(Failure.Transient.class);
        assertThat(failed).hasMessageContaining("time limit");
    }

    @Test
    void aCircuitOpensForAControllerThatOnlyFails() {
        Guard guard = new Guard(peer.address());
        for (int i = 0; i < 100; i++) {
            peer.faults.add(500);
        }
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> controller.carryOut(order(sim(), Action.POWER_ON), guard, () -> false))
                    .isInstanceOf(PowerException.class);
        }
        assertThat(peer.calls).hasSizeLessThan(11);
        assertThatThrownBy(() -> controller.carryOut(order(sim(), Action.POWER_ON), guard, () -> false))
                .hasMessageContaining("left alone");
    }

    @Test
    void aSelfSignedCertificateIsTakenOnlyWhenItLiesInTheSecrets() throws Exception {
        Tls tls = Tls.selfSigned(folder);
        try (RedfishPeer secured = new RedfishPeer(tls.server())) {
            Bmc bmc = new Bmc(
                    Bmc.Protocol.REDFISH, secured.address(), Optional.of("sim"), Bmc.Boot.NETWORK, Optional.empty());

            Failure failure = failure(bmc, Action.POWER_ON);
            assertThat(failure).isInstanceOf(Failure.Permanent.class);
            assertThat(failure.reason()).contains("not trusted").contains("ca.crt");

            secret("ca.crt", tls.pem());
            assertThat(carryOut(bmc, Action.POWER_ON)).isEqualTo(Seen.ON);

            secret("ca.crt", Tls.selfSigned(folder).pem());
            assertThat(failure(bmc, Action.POWER_OFF)).isInstanceOf(Failure.Permanent.class);

            secret("ca.crt", "nonsense");
            assertThat(failure(bmc, Action.POWER_OFF).reason()).contains("no certificate");
        }
    }

    @Test
    void aServiceThatTakesNoBasicAuthenticationIsLoggedInToAndOut() throws Exception {
        peer.sessions = true;
        assertThat(carryOut(Action.BOOT_FROM_NETWORK)).isEqualTo(Seen.ON);
        String sessions = "/redfish/v1/SessionService/Sessions";
        assertThat(peer.calls).containsExactly("POST " + sessions, PATCH, RESET + "On", "DELETE " + sessions + "/1");

        secret("password", "wrong");
        peer.calls.clear();
        Failure failure = failure(Action.POWER_OFF);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains("credentials");
        assertThat(peer.calls).containsExactly("POST " + sessions);
        assertThat(peer.power).isEqualTo("On");
    }

    @Test
    void aPinnedCertificateIsTakenAndNoOther() throws Exception {
        Tls tls = Tls.selfSigned(folder);
        try (RedfishPeer secured = new RedfishPeer(tls.server())) {
            Bmc bmc = new Bmc(
                    Bmc.Protocol.REDFISH,
                    secured.address().replace("127.0.0.1", "localhost"),
                    Optional.of("sim"),
                    Bmc.Boot.NETWORK,
                    Optional.empty());
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(tls.certificate().getEncoded());

            secret("ca.crt", tls.pem());
            assertThat(failure(bmc, Action.POWER_ON).reason()).contains("not trusted");

            secret("cert.sha256", HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash) + "\n");
            assertThat(carryOut(bmc, Action.POWER_ON)).isEqualTo(Seen.ON);

            hash[0]++;
            secret("cert.sha256", HexFormat.of().formatHex(hash));
            Failure failure = failure(bmc, Action.POWER_OFF);
            assertThat(failure).isInstanceOf(Failure.Permanent.class);
            assertThat(failure.reason()).contains("not the pinned one").contains("cert.sha256");

            secret("cert.sha256", "abc");
            assertThat(failure(bmc, Action.POWER_OFF).reason()).contains("64 hex digits");
            secret("cert.sha256", "abcd");
            assertThat(failure(bmc, Action.POWER_OFF).reason()).contains("64 hex digits");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMachineIsStartedFromTheImageInItsDriveForCds(boolean ownMedia) throws Exception {
        peer.ownMedia = ownMedia;
        assertThat(carryOut(media(), Action.BOOT_FROM_NETWORK)).isEqualTo(Seen.ON);
        assertThat(peer.calls).containsExactly("insert " + IMAGE, PATCH, RESET + "On");
        assertThat(peer.override).isEqualTo("Once/CdUEFI");

        carryOut(media(), Action.BOOT_FROM_NETWORK);
        assertThat(peer.calls).endsWith(PATCH, RESET + "On", PATCH, RESET + "ForceRestart");
    }

    @Test
    void anotherImageMakesWay() throws Exception {
        peer.image = "http://elsewhere/other.iso";
        carryOut(media(), Action.BOOT_FROM_NETWORK);
        assertThat(peer.calls).startsWith("eject http://elsewhere/other.iso", "insert " + IMAGE);
    }

    @Test
    void anImageIsTakenOutOfAMachineThatIsOnAndStaysOn() throws Exception {
        peer.power = "On";
        peer.image = IMAGE;
        assertThat(carryOut(media(), Action.POWER_ON)).isEqualTo(Seen.ON);
        assertThat(carryOut(media(), Action.POWER_ON)).isEqualTo(Seen.ON);
        assertThat(peer.calls).containsExactly("eject " + IMAGE);
    }

    @Test
    void anImageIsTakenOutOfAMachineThatIsSwitchedOff() throws Exception {
        peer.power = "On";
        peer.image = IMAGE;
        assertThat(carryOut(media(), Action.POWER_OFF)).isEqualTo(Seen.OFF);
        assertThat(peer.calls).containsExactly(RESET + "ForceOff", "eject " + IMAGE);
    }

    @Test
    void theDriveOfAMachineThatBootsFromTheNetworkIsLeftAlone() throws Exception {
        peer.power = "On";
        peer.image = "http://elsewhere/other.iso";
        carryOut(Action.BOOT_FROM_NETWORK);
        carryOut(Action.POWER_OFF);
        assertThat(peer.image).isEqualTo("http://elsewhere/other.iso");
    }

    @Test
    void aSystemWithoutADriveForCdsIsAPermanentFailure() {
        peer.mediaTypes = List.of("USBStick");
        Failure failure = failure(media(), Action.BOOT_FROM_NETWORK);
        assertThat(failure).isInstanceOf(Failure.Permanent.class);
        assertThat(failure.reason()).contains("no virtual CD drive").contains("pxe");
        assertThat(peer.calls).isEmpty();
    }

    @Test
    void withoutAnImageNothingIsDone() {
        noMedium = true;
        assertThat(failure(media(), Action.BOOT_FROM_NETWORK).reason()).isEqualTo("no boot.iso");
        assertThat(peer.calls).isEmpty();
    }

    @Test
    void theModeIsSetWithTheOverride() throws Exception {
        carryOut(
                new Bmc(
                        Bmc.Protocol.REDFISH,
                        peer.address(),
                        Optional.of("sim"),
                        Bmc.Boot.NETWORK,
                        Optional.of(Bmc.BootMode.LEGACY)),
                Action.BOOT_FROM_NETWORK);
        assertThat(peer.override).isEqualTo("Once/PxeLegacy");
    }

    private URI medium(String mac) throws PowerException {
        if (noMedium) {
            throw PowerException.lasting("no boot.iso");
        }
        return URI.create("http://provisioner/boot/media/" + mac.replace(':', '-') + ".iso");
    }

    private Bmc media() {
        return new Bmc(
                Bmc.Protocol.REDFISH,
                peer.address(),
                Optional.of("sim"),
                Bmc.Boot.VIRTUAL_MEDIA,
                Optional.of(Bmc.BootMode.UEFI));
    }

    private Seen carryOut(Action action) throws Exception {
        return carryOut(sim(), action);
    }

    private Seen carryOut(Bmc bmc, Action action) throws Exception {
        Guard guard = new Guard(bmc.address());
        return guard.order(
                Duration.ofSeconds(10), hands, () -> controller.carryOut(order(bmc, action), guard, () -> false));
    }

    private Failure failure(Action action) {
        return failure(sim(), action);
    }

    private Failure failure(Bmc bmc, Action action) {
        return catchThrowableOfType(PowerException.class, () -> carryOut(bmc, action))
                .failure();
    }

    private Bmc sim() {
        return new Bmc(Bmc.Protocol.REDFISH, peer.address(), Optional.of("sim"), Bmc.Boot.NETWORK, Optional.empty());
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
