package dev.skerry.provisioner.domain;

import static dev.skerry.provisioner.domain.Fixture.MAC;
import static dev.skerry.provisioner.domain.Fixture.REDFISH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.BootScript.Contact;
import dev.skerry.provisioner.domain.BootScript.Kind;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BootScriptTest {

    private static final Contact CONTACT = new Contact(MAC, "copenhagen", Fixture.SELF);

    static Stream<Arguments> machines() {
        return Stream.of(
                Arguments.of("unknown", new Fixture(), Kind.WAIT),
                Arguments.of("inspecting", new Fixture().inspecting(REDFISH), Kind.INSPECT),
                Arguments.of("available", new Fixture().available(), Kind.WAIT),
                Arguments.of("installing", new Fixture().installing(), Kind.INSTALL),
                Arguments.of("half installed", progressed("write-image", 50), Kind.INSTALL),
                Arguments.of("image written", progressed("write-image", 100), Kind.LOCAL_DISK),
                Arguments.of("restarts from disk", progressed(Progress.REBOOTING, 0), Kind.LOCAL_DISK),
                Arguments.of("active", new Fixture().active(), Kind.LOCAL_DISK),
                Arguments.of("releasing", new Fixture().releasing(), Kind.WIPE),
                Arguments.of(
                        "failed inspection", new Fixture().inspecting(REDFISH).failed(), Kind.WAIT),
                Arguments.of("failed installation", new Fixture().installing().failed(), Kind.WAIT),
                Arguments.of("backing off", backingOff(), Kind.WAIT),
                Arguments.of("about to be powered off before work", poweringOff(), Kind.WAIT),
                Arguments.of("retired", retired(), Kind.LOCAL_DISK));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("machines")
    void whatABootingMachineGets(String name, Fixture machine, Kind expected) {
        BootScript script = BootScript.scriptFor(machine.machine, CONTACT);
        assertThat(script.kind()).isEqualTo(expected);
        if (script instanceof BootScript.Work work) {
            assertThat(work.nonce()).isEqualTo(machine.nonce());
        }
        assertThat(BootScript.scriptFor(machine.machine, CONTACT)).isEqualTo(script);
    }

    @Test
    void anotherMachineOrSiteGetsNoNonce() {
        Machine machine = new Fixture().inspecting(REDFISH).machine;
        assertThat(BootScript.scriptFor(machine, new Contact("52:54:00:00:01:02", "copenhagen", Fixture.SELF))
                        .kind())
                .isEqualTo(Kind.WAIT);
        assertThat(BootScript.scriptFor(machine, new Contact(MAC, "oslo", Fixture.SELF))
                        .kind())
                .isEqualTo(Kind.WAIT);
    }

    private static Fixture progressed(String step, int percent) {
        Fixture machine = new Fixture().installing();
        machine.tell(new MachineInput.ProgressReported(machine.nonce(), new Progress(step, percent)));
        return machine;
    }

    private static Fixture backingOff() {
        Fixture machine = new Fixture().installing();
        machine.tell(new MachineInput.FailureReported(machine.nonce(), "disk is broken"));
        return machine;
    }

    private static Fixture poweringOff() {
        Fixture machine = new Fixture().inspecting(REDFISH);
        machine.ended(machine.command(), Outcome.SUCCEEDED);
        machine.tell(new MachineInput.InspectionReported(machine.nonce(), Fixture.FACTS));
        machine.tell(new MachineInput.Assigned(Fixture.NODE));
        return machine;
    }

    private static Fixture retired() {
        Fixture machine = new Fixture().active();
        machine.tell(new MachineInput.Withdrawn());
        return machine;
    }
}
