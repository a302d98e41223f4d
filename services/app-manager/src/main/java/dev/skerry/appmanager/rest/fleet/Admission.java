package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.Nearest;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.inventory.SiteState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is refused at the door because of what is already there. It is a courtesy, so that people see at once what is wrong: the
 * owners judge again, for what is seen here may be some milliseconds old.
 */
public final class Admission {

    private final Fleet fleet;
    private final MachineIndex machines;
    private final Duration patience;

    /** @param patience how long a site that was posted a moment ago is waited for */
    public Admission(Fleet fleet, MachineIndex machines, Duration patience) {
        this.fleet = fleet;
        this.machines = machines;
        this.patience = patience;
    }

    /** @throws Problem 422 for an unknown site, 409 when another machine holds a MAC address or the name */
    void judge(MachineAnnounced announced) {
        judgeSite("spec.site", announced.getSite());
        List<String> macs = announced.getMacs();
        for (int i = 0; i < macs.size(); i++) {
            String field = "spec.macs[" + i + "]";
            String mac = macs.get(i);
            machines.byMac(mac).ifPresent(holder -> judge(announced, holder, mac, field));
        }
        machines.byName(announced.getName())
                .filter(holder -> holder.getMacs().stream().noneMatch(macs::contains))
                .ifPresent(holder -> {
                    throw new Problem(
                            409,
                            "metadata.name",
                            "the name belongs to " + described(holder) + " with MAC "
                                    + holder.getMacs().getFirst(),
                            "choose another name");
                });
    }

    /**
     * @param field where the site is named
     * @throws Problem 422 for an unknown site
     */
    void judgeSite(String field, String name) {
        if (fleet.sites().model().await(name, site -> true, patience).isEmpty()) {
            throw Problem.field(field, "there is no site " + name, remedy(name));
        }
    }

    private static void judge(MachineAnnounced announced, MachineState holder, String mac, String field) {
        boolean elsewhere = !holder.getSite().equals(announced.getSite());
        boolean renamed = !announced.getName().isEmpty() && !holder.getName().equals(announced.getName());
        if (elsewhere || renamed) {
            throw new Problem(
                    409,
                    field,
                    mac + " is on record as " + described(holder),
                    "correct the address, or use that machine's name and site");
        }
    }

    /** @throws Problem 409 when the DNS name belongs to another app */
    void judge(DeploymentRequested request, String app) {
        DnsName dns = request.getDns();
        if (dns == null) {
            return;
        }
        Optional<RecordState> record = fleet.names().model().get(dns.getName());
        if (record.isPresent() && !record.get().getApp().equals(app)) {
            throw new Problem(
                    409,
                    "spec.dns.name",
                    dns.getName() + " is the name of " + record.get().getApp(),
                    "choose another name, or remove that app first");
        }
    }

    private static String described(MachineState machine) {
        return "machine " + machine.getName() + " (" + machine.getMachineId() + ") at site " + machine.getSite();
    }

    private String remedy(String site) {
        List<String> names =
                fleet.sites().model().all().stream().map(SiteState::getSite).toList();
        return Nearest.to(site, names)
                .map(near -> "did you mean " + near + "?")
                .orElse("apply a document of kind Site first, or choose one of those in the list");
    }
}
