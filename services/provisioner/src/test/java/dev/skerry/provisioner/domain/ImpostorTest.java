package dev.skerry.provisioner.domain;

import static dev.skerry.provisioner.domain.Fixture.FACTS;
import static dev.skerry.provisioner.domain.Fixture.MAC;
import static dev.skerry.provisioner.domain.Fixture.REDFISH;
import static dev.skerry.provisioner.domain.Fixture.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.BootScript.Contact;
import dev.skerry.provisioner.domain.BootScript.Kind;
import dev.skerry.provisioner.domain.MachineEvent.Impersonated;
import dev.skerry.provisioner.domain.MachineEvent.Inspected;
import dev.skerry.provisioner.domain.MachineEvent.Recognised;
import dev.skerry.provisioner.domain.MachineInput.InspectionReported;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two machines with one MAC. */
class ImpostorTest {

    private static final Identity OTHER = Identity.told("5f2b7c1e-9e44-4fa7-8e91-f3527a1ef094", "X1", "10.0.0.66");

    private final Fixture it = new Fixture();

    @Test
    void theFirstThatIsServedIsTheMachine() {
        it.inspecting(REDFISH);
        assertThat(it.contacted(Kind.INSPECT, SELF)).startsWith(new Recognised(SELF, it.now));
        assertThat(served(SELF)).isEqualTo(Kind.INSPECT);
        assertThat(served(OTHER)).isEqualTo(Kind.WAIT);
        assertThat(it.contacted(Kind.WAIT, OTHER)).singleElement().isInstanceOfSatisfying(Impersonated.class, told -> {
            assertThat(told.mac()).isEqualTo(MAC);
            assertThat(told.claim())
                    .contains("5f2b7c1e-9e44-4fa7-8e91-f3527a1ef094")
                    .contains("10.0.0.66")
                    .contains("27946b59-9e44-4fa7-8e91-f3527a1ef094");
        });
        assertThat(it.contacted(Kind.WAIT, OTHER)).as("told once a step").isEmpty();
        it.ended(it.command(), Outcome.SUCCEEDED);
        assertThat(it.tell(new InspectionReported(it.nonce(), FACTS)))
                .as("the true one goes on")
                .hasSize(3);
        assertThat(it.contacted(Kind.WAIT, OTHER)).as("told again after a step").hasSize(1);
    }

    @Test
    void whoOnlyWaitsIsNotTakenForTheMachine() {
        it.inspecting(REDFISH).failed();
        assertThat(it.contacted(Kind.WAIT, OTHER)).isEmpty();
        assertThat(it.known().identity()).isEqualTo(Identity.UNHEARD);
    }

    @Test
    void anImpostorThatWasServedBeforeTheMachineWasHeardChangesNothing() {
        it.inspecting(REDFISH);
        it.contacted(Kind.INSPECT, SELF);
        Power before = it.known().power();
        assertThat(it.contacted(Kind.INSPECT, OTHER)).hasOnlyElementsOfType(Impersonated.class);
        assertThat(it.known().power()).isEqualTo(before);
    }

    @Test
    void anImpostorsInspectionIsNotTaken() {
        it.inspecting(REDFISH);
        it.contacted(Kind.INSPECT, SELF);
        Facts others = new Facts(
                "x86_64",
                2,
                4_096,
                List.of(),
                List.of(),
                Optional.of("5F2B7C1E-9E44-4FA7-8E91-F3527A1EF094"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Facts.Board.UNTOLD);
        assertThat(it.tell(new InspectionReported(it.nonce(), others))).hasOnlyElementsOfType(Impersonated.class);
        assertThat(it.tell(new InspectionReported(it.nonce(), FACTS))).hasAtLeastOneElementOfType(Inspected.class);
    }

    @Test
    void anInspectionSaysWhatTheFirmwareDidNot() {
        it.inspecting(REDFISH);
        it.contacted(Kind.INSPECT, Identity.told("", "", "10.0.0.11"));
        it.ended(it.command(), Outcome.SUCCEEDED);
        it.tell(new InspectionReported(it.nonce(), FACTS));
        assertThat(it.known().identity().smbiosUuid()).isEqualTo(FACTS.smbiosUuid());
        assertThat(it.known().identity().difference(OTHER)).isPresent();
        assertThat(it.known().identity().difference(Identity.told("", "", "10.0.0.99")))
                .as("its firmware is silent wherever it asks from")
                .isEmpty();
    }

    @Test
    void silenceFromElsewhereIsAnother() {
        it.inspecting(REDFISH);
        it.contacted(Kind.INSPECT, SELF);
        assertThat(served(Identity.told("", "", "10.0.0.11"))).isEqualTo(Kind.INSPECT);
        assertThat(served(Identity.told("", "", "10.0.0.66"))).isEqualTo(Kind.WAIT);
    }

    @Test
    void aMachineWithAnotherAddressIsTheSame() {
        it.inspecting(REDFISH);
        it.contacted(Kind.INSPECT, SELF);
        Identity moved = Identity.told("27946b59-9e44-4fa7-8e91-f3527a1ef094", "X1", "10.0.0.12");
        assertThat(served(moved)).isEqualTo(Kind.INSPECT);
        assertThat(it.contacted(Kind.INSPECT, moved)).containsExactly(new Recognised(moved, it.now));
        assertThat(served(Identity.told("", "", "10.0.0.12"))).isEqualTo(Kind.INSPECT);
    }

    @Test
    void anActiveMachinesImpostorWaits() {
        it.active();
        it.contacted(Kind.LOCAL_DISK, SELF);
        assertThat(served(SELF)).isEqualTo(Kind.LOCAL_DISK);
        assertThat(served(OTHER)).isEqualTo(Kind.WAIT);
    }

    @Test
    void aPersonsRetryOfTheInspectionHearsAnew() {
        it.inspecting(REDFISH);
        it.contacted(Kind.INSPECT, OTHER);
        it.failed();
        it.tell(new MachineInput.RetryRequested());
        assertThat(it.contacted(Kind.INSPECT, SELF)).startsWith(new Recognised(SELF, it.now));
    }

    @ParameterizedTest
    @CsvSource({
        "27946b59-9e44-4fa7-8e91-f3527a1ef094, X1, false",
        "27946B59-9E44-4FA7-8E91-F3527A1EF094, X1, false",
        "596b9427-449e-a74f-8e91-f3527a1ef094, X1, false",
        "27946b59-9e44-4fa7-8e91-f3527a1ef094, '', false",
        "'', X1, false",
        "00000000-0000-0000-0000-000000000000, X1, false",
        "ffffffff-ffff-ffff-ffff-ffffffffffff, X1, false",
        "not a uuid, X1, false",
        "27946b59-9e44-4fa7-8e91-f3527a1ef095, X1, true",
        "27946b59-9e44-4fa7-8e91-f3527a1ef094, X2, true",
        "'', X2, true"
    })
    void whatTellsMachinesApart(String uuid, String serial, boolean another) {
        assertThat(SELF.difference(Identity.told(uuid, serial, "10.0.0.12")).isPresent())
                .isEqualTo(another);
    }

    private Kind served(Identity claimed) {
        return BootScript.scriptFor(it.machine, new Contact(MAC, "copenhagen", claimed))
                .kind();
    }
}
