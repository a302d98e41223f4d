package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.DocumentParser;
import dev.skerry.appmanager.rest.documents.Fields;
import dev.skerry.appmanager.rest.documents.Syntax;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.inventory.Lifecycle;
import dev.skerry.schemas.inventory.MachineApprovalRequested;
import dev.skerry.schemas.inventory.MachineHold;
import dev.skerry.schemas.inventory.MachineNicReplacementRequested;
import dev.skerry.schemas.inventory.MachineRejectionRequested;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.provisioning.MachineHoldRequested;
import dev.skerry.schemas.provisioning.MachineReinstallRequested;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import dev.skerry.schemas.provisioning.MachineRescueEndRequested;
import dev.skerry.schemas.provisioning.MachineRescueRequested;
import dev.skerry.schemas.provisioning.MachineRetirementRequested;
import dev.skerry.schemas.provisioning.MachineRetryRequested;
import dev.skerry.schemas.provisioning.MachineUnholdRequested;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a person can ask for one machine. */
@RestController
final class MachineActionsController {

    private static final int LONGEST_REASON = 1024;
    private static final Set<Lifecycle> RESCUABLE =
            EnumSet.of(Lifecycle.AVAILABLE, Lifecycle.ACTIVE, Lifecycle.FAILED, Lifecycle.RESCUE);
    private static final Set<Lifecycle> HOLDABLE = EnumSet.complementOf(
            EnumSet.of(Lifecycle.DISCOVERED, Lifecycle.REJECTED, Lifecycle.QUARANTINED, Lifecycle.RETIRED));

    private final MachineIndex index;
    private final EventPublisher publisher;

    MachineActionsController(MachineIndex index, EventPublisher publisher) {
        this.index = index;
        this.publisher = publisher;
    }

    @PostMapping("/api/v1/machines/{machine}/approve")
    ResponseEntity<Accepted> approve(@PathVariable String machine, HttpServletRequest request) throws IOException {
        reason(request);
        String id = index.one(machine).getMachineId();
        return publish(Topics.MACHINE_REQUESTS, id, new MachineApprovalRequested(id, Requester.NAME));
    }

    @PostMapping("/api/v1/machines/{machine}/reject")
    ResponseEntity<Accepted> reject(@PathVariable String machine, HttpServletRequest request) throws IOException {
        String reason = reason(request);
        String id = index.one(machine).getMachineId();
        return publish(Topics.MACHINE_REQUESTS, id, new MachineRejectionRequested(id, reason, Requester.NAME));
    }

    @PostMapping("/api/v1/machines/{machine}/release")
    ResponseEntity<Accepted> release(@PathVariable String machine, HttpServletRequest request) throws IOException {
        String reason = reason(request);
        String id = notHeld(index.one(machine)).getMachineId();
        return publish(Topics.PROVISIONING_REQUESTS, id, new MachineReleaseRequested(id, reason, Requester.NAME));
    }

    @PostMapping("/api/v1/machines/{machine}/retire")
    ResponseEntity<Accepted> retire(@PathVariable String machine, HttpServletRequest request) throws IOException {
        String reason = reason(request);
        String id = notHeld(index.one(machine)).getMachineId();
        return publish(Topics.PROVISIONING_REQUESTS, id, new MachineRetirementRequested(id, reason, Requester.NAME));
    }

    @PostMapping("/api/v1/machines/{machine}/replace-nic")
    ResponseEntity<Accepted> replaceNic(@PathVariable String machine, HttpServletRequest request) throws IOException {
        Fields body = Fields.of(DocumentParser.read(request), "oldMac", "newMac");
        String oldMac = Syntax.mac("oldMac", body.text("oldMac"));
        String newMac = Syntax.mac("newMac", body.text("newMac"));
        String id = index.one(machine).getMachineId();
        return publish(
                Topics.MACHINE_REQUESTS, id, new MachineNicReplacementRequested(id, oldMac, newMac, Requester.NAME));
    }

    @PostMapping("/api/v1/machines/{machine}/retry")
    ResponseEntity<Accepted> retry(@PathVariable String machine, HttpServletRequest request) throws IOException {
        reason(request);
        MachineState found = index.one(machine);
        if (found.getLifecycle() != Lifecycle.FAILED) {
            throw refused(found, found.getLifecycle().toString(), "only a machine that is FAILED can be tried again");
        }
        String id = notHeld(found).getMachineId();
        return publish(Topics.PROVISIONING_REQUESTS, id, new MachineRetryRequested(id, Requester.NAME));
    }

    @PostMapping("/api/v1/machines/{machine}/reinstall")
    ResponseEntity<Accepted> reinstall(@PathVariable String machine, HttpServletRequest request) throws IOException {
        String reason = reason(request);
        MachineState found = index.one(machine);
        if (found.getLifecycle() != Lifecycle.ACTIVE && found.getLifecycle() != Lifecycle.FAILED) {
            throw refused(
                    found,
                    found.getLifecycle().toString(),
                    "only a node can be installed again: a machine that is ACTIVE, or FAILED in its installation");
        }
        String id = notHeld(found).getMachineId();
        return publish(Topics.PROVISIONING_REQUESTS, id, new MachineReinstallRequested(id, reason, Requester.NAME));
    }

    @PostMapping("/api/v1/machines/{machine}/hold")
    ResponseEntity<Accepted> hold(@PathVariable String machine, HttpServletRequest request) throws IOException {
        String reason = reason(request);
        if (reason.isBlank()) {
            throw Problem.field("reason", "is empty", "say why the machine is held, for those who come later");
        }
        MachineState found = index.one(machine);
        if (!HOLDABLE.contains(found.getLifecycle())) {
            throw refused(found, found.getLifecycle() + " and is given no work", "approve it first");
        }
        String id = found.getMachineId();
        return publish(Topics.PROVISIONING_REQUESTS, id, new MachineHoldRequested(id, reason, Requester.NAME));
    }

    @PostMapping("/api/v1/machines/{machine}/unhold")
    ResponseEntity<Accepted> unhold(@PathVariable String machine, HttpServletRequest request) throws IOException {
        reason(request);
        String id = index.one(machine).getMachineId();
        return publish(Topics.PROVISIONING_REQUESTS, id, new MachineUnholdRequested(id, Requester.NAME));
    }

    @PostMapping("/api/v1/machines/{machine}/rescue")
    ResponseEntity<Accepted> rescue(@PathVariable String machine, HttpServletRequest request) throws IOException {
        Fields body = Fields.of(DocumentParser.read(request), "sshKey", "reason");
        String sshKey = SshKey.checked("sshKey", body.text("sshKey"));
        String reason = checked(body.text("reason", ""));
        MachineState found = index.one(machine);
        if (!RESCUABLE.contains(found.getLifecycle()) && found.getHold() == null) {
            throw refused(
                    found,
                    found.getLifecycle().toString(),
                    "only a machine that is AVAILABLE, ACTIVE or FAILED can be rescued: wait, or hold it first");
        }
        String id = found.getMachineId();
        return publish(
                Topics.PROVISIONING_REQUESTS, id, new MachineRescueRequested(id, sshKey, reason, Requester.NAME));
    }

    @PostMapping("/api/v1/machines/{machine}/end-rescue")
    ResponseEntity<Accepted> endRescue(@PathVariable String machine, HttpServletRequest request) throws IOException {
        reason(request);
        String id = index.one(machine).getMachineId();
        return publish(Topics.PROVISIONING_REQUESTS, id, new MachineRescueEndRequested(id, Requester.NAME));
    }

    private static Problem refused(MachineState found, String is, String remedy) {
        return new Problem(409, "machine", "machine " + found.getName() + " is " + is, remedy);
    }

    private static MachineState notHeld(MachineState found) {
        MachineHold hold = found.getHold();
        if (hold != null) {
            throw refused(found, "on hold: " + hold.getReason(), "unhold it first");
        }
        return found;
    }

    private ResponseEntity<Accepted> publish(Topic topic, String id, SpecificRecord request) {
        return Accepted.of(publisher.publish(topic, id, request), id);
    }

    /** The body may be left out. */
    private static String reason(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(DocumentParser.LIMIT + 1);
        if (new String(body, StandardCharsets.UTF_8).isBlank()) {
            return "";
        }
        String type = request.getContentType();
        String reason = Fields.of(DocumentParser.parse(body, type == null ? "" : type), "reason")
                .text("reason", "");
        return checked(reason);
    }

    private static String checked(String reason) {
        if (reason.length() > LONGEST_REASON) {
            throw Problem.field("reason", "is too long", "write at most " + LONGEST_REASON + " characters");
        }
        return reason;
    }
}
