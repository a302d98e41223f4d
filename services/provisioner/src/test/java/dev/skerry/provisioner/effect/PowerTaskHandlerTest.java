package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.provisioner.Published;
import dev.skerry.provisioner.wire.Bytes;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
import dev.skerry.runtime.UnavailableException;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.provisioning.PowerAction;
import dev.skerry.schemas.provisioning.PowerOutcome;
import dev.skerry.schemas.provisioning.PowerState;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.PowerTaskEnded;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PowerTaskHandlerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final int OUTDATED = 7_000;

    private final Published published = new Published();
    private final AtomicInteger carriedOut = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final PowerController redfish = (order, _, _) -> {
        carriedOut.incrementAndGet();
        if (order.bmc().address().contains("slow")) {
            begun.countDown();
            mayEnd.await();
        }
        return Seen.ON;
    };
    private final PowerController ipmi = (_, _, _) -> {
        throw PowerException.lasting("ipmi was asked");
    };
    private final PowerTaskHandler handler = new PowerTaskHandler(
            published,
            new PowerControllers(
                    redfish, ipmi, new WakeOnLanController(InetSocketAddress.createUnresolved("127.0.0.1", 9))),
            (task, _) -> task.getAttempt() == OUTDATED,
            _ -> false,
            Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeAll
    static void trust() {
        Bytes.trustOurs();
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        handler.close();
    }

    @Test
    void theOutcomeContinuesTheTasksChain() {
        handler.handle(task(1, BmcProtocol.REDFISH, "http://bmc", PowerAction.POWER_ON), Published.headers("chain"));

        assertThat(published.events).singleElement().satisfies(event -> {
            assertThat(event.key()).isEqualTo("m1");
            assertThat(event.correlationId()).isEqualTo("chain");
        });
        PowerTaskEnded ended = published.last(PowerTaskEnded.class);
        assertThat(ended.getTaskId()).isEqualTo("m1/1/boot");
        assertThat(ended.getAttempt()).isOne();
        assertThat(ended.getOutcome()).isEqualTo(PowerOutcome.SUCCEEDED);
        assertThat(ended.getPower()).isEqualTo(PowerState.ON);
    }

    @Test
    void aTaskPastItsDeadlineIsDropped() {
        PowerTask late = PowerTask.newBuilder(task(1, BmcProtocol.REDFISH, "http://bmc", PowerAction.POWER_ON))
                .setDeadline(NOW)
                .build();
        handler.handle(late, Published.headers("chain"));
        assertThat(published.events).isEmpty();
        assertThat(carriedOut).hasValue(0);
    }

    @Test
    void aTaskForWhichTheMachineNoLongerWaitsIsDropped() {
        handler.handle(
                task(OUTDATED, BmcProtocol.REDFISH, "http://bmc", PowerAction.BOOT_FROM_NETWORK),
                Published.headers("chain"));
        assertThat(published.events).isEmpty();
        assertThat(carriedOut).hasValue(0);
    }

    @Test
    void aTaskThatIsDeliveredAgainIsNotCarriedOutAgain() {
        PowerTask task = task(1, BmcProtocol.REDFISH, "http://bmc", PowerAction.BOOT_FROM_NETWORK);
        published.brokerIsAway = true;
        assertThatThrownBy(() -> handler.handle(task, Published.headers("chain")))
                .isInstanceOf(UnavailableException.class);
        published.brokerIsAway = false;

        handler.handle(task, Published.headers("chain"));
        handler.handle(task, Published.headers("chain"));

        assertThat(carriedOut).hasValue(1);
        assertThat(published.events).hasSize(2);
        handler.handle(
                task(2, BmcProtocol.REDFISH, "http://bmc", PowerAction.BOOT_FROM_NETWORK), Published.headers("chain"));
        assertThat(carriedOut).hasValue(2);
    }

    @Test
    void oneCommandAtATimeGoesToAController() throws InterruptedException {
        Thread first = Thread.ofVirtual()
                .start(() -> handler.handle(
                        task(1, BmcProtocol.REDFISH, "http://slow", PowerAction.POWER_ON), Published.headers("chain")));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        handler.handle(task(2, BmcProtocol.REDFISH, "http://slow", PowerAction.POWER_ON), Published.headers("chain"));

        assertThat(published.last(PowerTaskEnded.class).getOutcome()).isEqualTo(PowerOutcome.TRANSIENT_FAILURE);
        assertThat(published.last(PowerTaskEnded.class).getReason()).contains("under way");
        assertThat(carriedOut).hasValue(1);
        mayEnd.countDown();
        assertThat(first.join(Duration.ofSeconds(10))).isTrue();
        assertThat(published.last(PowerTaskEnded.class).getOutcome()).isEqualTo(PowerOutcome.SUCCEEDED);
    }

    @Test
    void eachProtocolHasAControllerOfItsOwn() {
        handler.handle(task(1, BmcProtocol.IPMI, "10.0.0.7:623", PowerAction.POWER_ON), Published.headers("chain"));
        assertThat(published.last(PowerTaskEnded.class).getOutcome()).isEqualTo(PowerOutcome.PERMANENT_FAILURE);
        assertThat(published.last(PowerTaskEnded.class).getReason()).isEqualTo("ipmi was asked");
        assertThat(carriedOut).hasValue(0);
    }

    @Test
    void nobodyPowersOffAMachineWithoutAController() {
        handler.handle(task(1, BmcProtocol.NONE, "", PowerAction.POWER_OFF), Published.headers("chain"));
        assertThat(published.last(PowerTaskEnded.class).getOutcome()).isEqualTo(PowerOutcome.PERMANENT_FAILURE);
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 5_000; i++) {
            handler.handle(
                    task(i + 1, BmcProtocol.REDFISH, "http://bmc" + i, PowerAction.POWER_ON),
                    Published.headers("chain"));
        }
        assertThat(carriedOut).hasValue(5_000);
        assertThat(handler.guarded()).isLessThanOrEqualTo(4096);
    }

    private static PowerTask task(int attempt, BmcProtocol protocol, String address, PowerAction action) {
        return PowerTask.newBuilder()
                .setTaskId("m1/1/boot")
                .setMachineId("m1")
                .setAttempt(attempt)
                .setAction(action)
                .setBmc(Bmc.newBuilder()
                        .setProtocol(protocol)
                        .setAddress(address)
                        .build())
                .setMacs(List.of("52:54:00:00:01:01"))
                .setDeadline(NOW.plusSeconds(60))
                .build();
    }
}
