package dev.skerry.provisioner.rest;

import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.BootScript.Contact;
import dev.skerry.provisioner.domain.Identity;
import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.effect.ScriptRenderer;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.ReadModel;
import dev.skerry.runtime.UnavailableException;
import dev.skerry.schemas.inventory.SiteState;
import dev.skerry.schemas.provisioning.ProvisioningState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a machine is told to boot. {@link Contacts} says what of it is on record. */
@RestController
public final class BootController {

    private static final int MOST_QUERY_CHARACTERS = 128;

    private final MachineIndex machines;
    private final ReadModel<SiteState> sites;
    private final Announcer announcer;
    private final Contacts contacts;
    private final ScriptRenderer scripts;
    private final Counter impostors;

    public BootController(
            MachineIndex machines,
            ReadModel<SiteState> sites,
            Announcer announcer,
            Contacts contacts,
            ScriptRenderer scripts,
            MeterRegistry metrics) {
        this.machines = machines;
        this.sites = sites;
        this.announcer = announcer;
        this.contacts = contacts;
        this.scripts = scripts;
        this.impostors = Counter.builder("skerry.boot.impostors")
                .description("Contacts under the MAC of a machine that they were told from by SMBIOS UUID, serial or"
                        + " address")
                .register(metrics);
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
        Contact contact = contact(site, mac, uuid, serial, request);
        BootScript script = answer(contact);
        if (script instanceof BootScript.LocalDisk) {
            return scripts.render(script, "", arch);
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("uuid", uuid);
        query.put("serial", serial);
        query.put("arch", arch);
        return scripts.render(
                script, "/boot/" + site + "/" + contact.mac().replace(':', '-') + "/script" + encoded(query), arch);
    }

    /** The same for a ramdisk that was booted from a medium: one line of kernel arguments. */
    @GetMapping(path = "/boot/{site}/{mac}/order", produces = MediaType.TEXT_PLAIN_VALUE)
    String order(
            @PathVariable String site,
            @PathVariable String mac,
            @RequestParam(defaultValue = "") String uuid,
            @RequestParam(defaultValue = "") String serial,
            @RequestParam(defaultValue = "") String arch,
            HttpServletRequest request) {
        Contact contact = contact(site, mac, uuid, serial, request);
        return scripts.order(answer(contact), arch) + "\n";
    }

    private Contact contact(String site, String mac, String uuid, String serial, HttpServletRequest request) {
        requireSite(site);
        return new Contact(Macs.canonical("mac", mac), site, Identity.told(uuid, serial, request.getRemoteAddr()));
    }

    private BootScript answer(Contact contact) {
        Optional<MachineIndex.Entry> known = machines.byMac(contact.mac());
        if (known.isEmpty()) {
            machines.requireComplete();
            announcer.announce(contact);
            return new BootScript.Wait();
        }
        ProvisioningState machine = known.get().state();
        if (!machine.getSite().equals(contact.site())) {
            throw Problem.unknown(
                    "site",
                    "the machine with the MAC " + contact.mac() + " does not belong to the site " + contact.site(),
                    "correct the machine's site, or let it boot from its own site's address");
        }
        Known told = known.get().known();
        Known asked = machines.heard(told);
        // A machine that went on with an attempt which it gave up would come up with a system that nobody waits for.
        BootScript script = machines.hasFailed(machine) ? new BootScript.Wait() : BootScript.scriptFor(asked, contact);
        boolean another = asked.identity().difference(contact.claimed()).isPresent()
                || script.kind() != BootScript.Kind.WAIT && !machines.isServed(asked, contact.claimed());
        if (another) {
            impostors.increment();
            script = new BootScript.Wait();
        }
        try {
            contacts.note(told, contact, script);
        } catch (UnavailableException e) {
            machines.forget(told.id());
            throw e;
        }
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

    private static String encoded(Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty() && each.getValue().length() <= MOST_QUERY_CHARACTERS)
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? "" : "?" + parameters;
    }
}
