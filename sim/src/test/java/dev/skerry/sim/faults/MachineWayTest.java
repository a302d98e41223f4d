package dev.skerry.sim.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.agent.time.SystemTiming;
import dev.skerry.sim.faults.MachineFaults.Contact;
import dev.skerry.sim.faults.MachineFaults.Death;
import dev.skerry.sim.net.Calls.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MachineWayTest {

    private final SystemTiming timing = new SystemTiming();
    private final FaultCount count = new FaultCount();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        timing.close();
    }

    @Test
    void aMachineDiesBeforeItsLastContactAndMakesNoOther() throws Exception {
        var way = way(faults(Optional.of(Death.INSPECTING), none(), none(), none(), none()));
        report(way, "boot.ipxe");
        hangs(way, "inspection");
        hangs(way, "boot.ipxe");
        assertThat(sent).containsExactly("boot.ipxe");
        assertThat(count.of(Fault.DEATH)).isEqualTo(1);
    }

    @Test
    void aMachineThatHangsMakesTheSameContactAfterItsReset() throws Exception {
        var way = way(faults(Optional.empty(), Optional.of(Contact.PHONE_HOME), none(), none(), none()));
        hangs(way, "phone-home");
        report(way, "phone-home");
        assertThat(sent).containsExactly("phone-home");
        assertThat(count.of(Fault.SILENCE)).isEqualTo(1);
    }

    @Test
    void aReportIsSentTwiceOnce() throws Exception {
        var way = way(faults(Optional.empty(), none(), Optional.of(Contact.INSPECTION), none(), none()));
        report(way, "inspection");
        report(way, "inspection");
        assertThat(sent).containsExactly("inspection", "inspection", "inspection");
        assertThat(count.of(Fault.REPEAT)).isEqualTo(1);
    }

    @Test
    void progressComesAfterWhatFollowsIt() throws Exception {
        var way = way(faults(Optional.empty(), none(), none(), none(), Optional.of(Contact.PROGRESS)));
        assertThat(report(way, "1/progress").status()).isEqualTo(202);
        report(way, "2/progress");
        report(way, "3/progress");
        assertThat(sent).containsExactly("2/progress", "1/progress", "3/progress");
    }

    @Test
    void anotherReportIsSentAgainAfterItsSuccessor() throws Exception {
        var way = way(faults(Optional.empty(), none(), none(), none(), Optional.of(Contact.INSPECTION)));
        assertThat(report(way, "inspection").status()).isEqualTo(200);
        report(way, "script");
        assertThat(sent).containsExactly("inspection", "script", "inspection");
    }

    @Test
    void aReportIsLate() throws Exception {
        var way = way(faults(Optional.empty(), none(), none(), Optional.of(Contact.INSPECTION), none()));
        long begun = System.nanoTime();
        report(way, "inspection");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(5));
        assertThat(count.of(Fault.DELAY)).isEqualTo(1);
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    private static MachineFaults faults(
            Optional<Death> death,
            Optional<Contact> silence,
            Optional<Contact> repeated,
            Optional<Contact> delayed,
            Optional<Contact> reordered) {
        return new MachineFaults(
                death, none(), silence, repeated, delayed, Duration.ofMillis(5), reordered, Duration.ZERO);
    }

    private MachineWay way(MachineFaults faults) {
        return new MachineWay("cph", faults, new SiteLinks(FaultPlan.NONE, timing, count), count);
    }

    private Answer report(MachineWay way, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1/boot/attempts/" + path))
                .build();
        return way.pass(request, () -> {
            sent.add(path);
            return new Answer(200, "", 0);
        });
    }

    /** Its thread waits until it is interrupted, as a power cut does. */
    private void hangs(MachineWay way, String path) throws InterruptedException {
        var ended = new CopyOnWriteArrayList<String>();
        var machine = Thread.ofPlatform().start(() -> {
            try {
                report(way, path);
                ended.add("answered");
            } catch (InterruptedException powerCut) {
                ended.add("power cut");
            } catch (IOException e) {
                ended.add("failed");
            }
        });
        while (machine.getState() != Thread.State.WAITING && machine.isAlive()) {
            Thread.onSpinWait();
        }
        machine.interrupt();
        machine.join();
        assertThat(ended).containsExactly("power cut");
    }
}
