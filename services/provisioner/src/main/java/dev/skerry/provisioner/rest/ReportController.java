package dev.skerry.provisioner.rest;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.Facts;
import dev.skerry.provisioner.domain.Progress;
import dev.skerry.provisioner.domain.SshServer;
import dev.skerry.provisioner.wire.ObservationWire;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ProvisioningState;
import dev.skerry.schemas.provisioning.Rescue;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What machines report of the attempt that their nonce names: on record before it is answered 202. */
@RestController
@RequestMapping("/boot/attempts/{nonce}")
@ResponseStatus(HttpStatus.ACCEPTED)
public final class ReportController {

    private static final int MOST_FACTS = 256 * 1024;
    private static final int MOST_OTHER = 64 * 1024;
    private static final int MOST_REASON = 2_000;
    private static final Predicate<ProvisioningState> RESCUE = machine -> machine.getRescue() != null;
    private static final Predicate<ProvisioningState> WORK = RESCUE.or(machine -> EnumSet.of(
                    ProvisioningPhase.INSPECTING, ProvisioningPhase.INSTALLING, ProvisioningPhase.RELEASING)
            .contains(machine.getPhase()));

    private final MachineIndex machines;
    private final EventPublisher publisher;

    public ReportController(MachineIndex machines, EventPublisher publisher) {
        this.machines = machines;
        this.publisher = publisher;
    }

    @PostMapping("/inspection")
    void inspection(@PathVariable String nonce, HttpServletRequest request) {
        String machine = machine(nonce, EnumSet.of(ProvisioningPhase.INSPECTING));
        Facts facts = FactsReader.facts(ReportBody.read(request, MOST_FACTS));
        publish(machine, ObservationWire.inspection(machine, nonce, facts));
    }

    @PostMapping("/progress")
    void progress(@PathVariable String nonce, HttpServletRequest request) {
        String machine = machine(nonce, WORK);
        ReportBody body = ReportBody.read(request, MOST_OTHER);
        String step = body.text("step", 64);
        if (!step.matches(Progress.STEP_FORM)) {
            throw Problem.field("step", "not a step's name", "write 1 to 64 letters, digits, spaces, dots and hyphens");
        }
        publish(machine, ObservationWire.progress(machine, nonce, step, (int) body.number("percent", 0, 100)));
    }

    @PostMapping("/wiped")
    void wiped(@PathVariable String nonce, HttpServletRequest request) {
        String machine = machine(nonce, EnumSet.of(ProvisioningPhase.RELEASING));
        ReportBody body = ReportBody.read(request, MOST_OTHER);
        publish(
                machine,
                ObservationWire.wiped(
                        machine,
                        nonce,
                        body.texts("diskSerials", 1_000, 256),
                        body.optionalText("method", 64).orElse("")));
    }

    @PostMapping("/failure")
    void failure(@PathVariable String nonce, HttpServletRequest request) {
        String machine = machine(nonce, WORK);
        String reason = ReportBody.read(request, MOST_OTHER).text("reason", MOST_REASON);
        publish(machine, ObservationWire.failure(machine, nonce, reason));
        machines.noteFailed(machine, nonce);
    }

    @PostMapping("/phone-home")
    void phoneHome(@PathVariable String nonce, HttpServletRequest request) {
        String machine = machine(nonce, EnumSet.of(ProvisioningPhase.INSTALLING));
        String form = new String(ReportBody.bytes(request, MOST_OTHER), StandardCharsets.UTF_8);
        publish(machine, ObservationWire.phoneHome(machine, nonce, hostname(form)));
    }

    /** Who may log in to a machine in rescue; unknown when the rescue is over, by which the machine knows. */
    @GetMapping(path = "/authorized-keys", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseStatus(HttpStatus.OK)
    String authorizedKeys(@PathVariable String nonce) {
        Rescue rescue = Objects.requireNonNull(state(nonce, RESCUE).getRescue());
        return rescue.getSshKey() + "\n";
    }

    @PostMapping("/rescue")
    void rescue(@PathVariable String nonce, HttpServletRequest request) {
        String machine = machine(nonce, RESCUE);
        ReportBody body = ReportBody.read(request, MOST_OTHER);
        String address = body.text("address", 45);
        if (!address.matches(SshServer.ADDRESS_FORM)) {
            throw Problem.field("address", "not an IP address", "give the machine's own address");
        }
        String hostKey = body.text("hostKey", 64);
        if (!hostKey.matches(SshServer.HOST_KEY_FORM)) {
            throw Problem.field("hostKey", "not a fingerprint", "write SHA256: and 43 characters of base64");
        }
        publish(machine, ObservationWire.rescue(machine, nonce, new SshServer(address, hostKey)));
    }

    private String machine(String nonce, Set<ProvisioningPhase> during) {
        return machine(nonce, machine -> machine.getRescue() == null && during.contains(machine.getPhase()));
    }

    private String machine(String nonce, Predicate<ProvisioningState> during) {
        return state(nonce, during).getMachineId();
    }

    private ProvisioningState state(String nonce, Predicate<ProvisioningState> during) {
        return machines.byNonce(nonce).filter(during).orElseThrow(() -> {
            machines.requireComplete();
            return Problem.unknown(
                    "nonce",
                    "no attempt of this kind with this nonce is under way",
                    "ask for the boot script again: it carries the nonce of the attempt under way");
        });
    }

    private void publish(String machineId, SpecificRecord report) {
        machines.cause(machineId)
                .ifPresentOrElse(
                        cause -> publisher.publish(Topics.PROVISIONING_OBSERVATIONS, machineId, report, cause),
                        () -> publisher.publish(Topics.PROVISIONING_OBSERVATIONS, machineId, report));
    }

    /** The field of cloud-init's form; empty when there is none. */
    private static String hostname(String form) {
        List<String> values = Arrays.stream(form.split("&"))
                .filter(pair -> pair.startsWith("hostname="))
                .map(pair -> decoded(pair.substring("hostname=".length())))
                .toList();
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static String decoded(String text) {
        try {
            String value = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (value.length() <= 253) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw Problem.field("hostname", "not URL-encoded: " + e.getMessage(), "encode the form");
        }
        throw Problem.field("hostname", "longer than 253 characters", "send a host name");
    }
}
