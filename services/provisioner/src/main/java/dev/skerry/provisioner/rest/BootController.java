package dev.skerry.provisioner.rest;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.BootScript.Contact;
import dev.skerry.provisioner.domain.Mac;
import dev.skerry.provisioner.effect.ScriptRenderer;
import dev.skerry.provisioner.wire.ObservationWire;
import dev.skerry.provisioner.wire.StateWire;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.ReadModel;
import dev.skerry.schemas.inventory.SiteState;
import dev.skerry.schemas.provisioning.BootContactObserved;
import dev.skerry.schemas.provisioning.ProvisioningState;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a machine is told to boot. Each contact is on record before it is answered. */
@RestController
public final class BootController {

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int MOST_QUERY_CHARACTERS = 128;

    private final MachineIndex machines;
    private final ReadModel<SiteState> sites;
    private final EventPublisher publisher;
    private final Announcer announcer;
    private final ScriptRenderer scripts;
    private final Clock clock;

    public BootController(
            MachineIndex machines,
            ReadModel<SiteState> sites,
            EventPublisher publisher,
            Announcer announcer,
            ScriptRenderer scripts,
            Clock clock) {
        this.machines = machines;
        this.sites = sites;
        this.publisher = publisher;
        this.announcer = announcer;
        this.scripts = scripts;
        this.clock = clock;
    }

    @GetMapping(path = "/boot/{site}/boot.ipxe", produces = MediaType.TEXT_PLAIN_VALUE)
    String first(@PathVariable String site) {
        requireSite(site);
        return scripts.first(site);
    }

    @GetMapping(path = "/boot/{site}/{mac}/script", produces = MediaType.TEXT_PLAIN_VALUE)
    String script(
            @PathVariable String site,
            @PathVariable String mac,
            @RequestParam(defaultValue = "") String uuid,
            @RequestParam(defaultValue = "") String serial,
            @RequestParam(defaultValue = "") String arch,
            HttpServletRequest request) {
        requireSite(site);
        Contact contact = new Contact(canonical(mac), site);
        BootScript script = answer(contact, uuid, request.getRemoteAddr());
        Map<String, String> query = new LinkedHashMap<>();
        query.put("uuid", uuid);
        query.put("serial", serial);
        query.put("arch", arch);
        return scripts.render(
                script, "/boot/" + site + "/" + contact.mac().replace(':', '-') + "/script" + encoded(query), arch);
    }

    private BootScript answer(Contact contact, String uuid, String address) {
        Optional<ProvisioningState> known = machines.byMac(contact.mac());
        if (known.isEmpty()) {
            machines.requireComplete();
            announcer.announce(contact);
            return new BootScript.Wait();
        }
        ProvisioningState machine = known.get();
        if (!machine.getSite().equals(contact.site())) {
            throw Problem.unknown(
                    "site",
                    "the machine with the MAC " + contact.mac() + " does not belong to the site " + contact.site(),
                    "correct the machine's site, or let it boot from its own site's address");
        }
        // A machine that went on with an attempt which it gave up would come up with a system that nobody waits for.
        BootScript script = machines.hasFailed(machine)
                ? new BootScript.Wait()
                : BootScript.scriptFor(StateWire.domain(machine), contact);
        BootContactObserved observed = ObservationWire.contact(
                machine.getMachineId(),
                contact,
                address,
                Optional.of(uuid).filter(UUID_FORM.asMatchPredicate()),
                script,
                clock.instant());
        machines.cause(machine.getMachineId())
                .ifPresentOrElse(
                        cause -> publisher.publish(
                                Topics.PROVISIONING_OBSERVATIONS, machine.getMachineId(), observed, cause),
                        () -> publisher.publish(Topics.PROVISIONING_OBSERVATIONS, machine.getMachineId(), observed));
        return script;
    }

    private void requireSite(String site) {
        if (sites.get(site).isEmpty()) {
            if (!sites.caughtUp()) {
                throw new Problem(503, "", "the service has just started and does not know all sites yet", "try again");
            }
            throw Problem.unknown("site", "there is no site " + site, "register the site first, or correct its name");
        }
    }

    private static String canonical(String mac) {
        try {
            return Mac.canonical(mac);
        } catch (IllegalArgumentException e) {
            throw Problem.field("mac", "not a MAC address", Mac.REMEDY);
        }
    }

    private static String encoded(Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty() && each.getValue().length() <= MOST_QUERY_CHARACTERS)
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? "" : "?" + parameters;
    }
}
