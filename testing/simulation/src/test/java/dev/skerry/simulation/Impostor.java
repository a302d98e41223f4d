package dev.skerry.simulation;

import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.Identity;

/** A computer with a machine's MAC that is another one, as its SMBIOS UUID says. Boots from the network again and again until it is switched off. */
final class Impostor {

    private static final String ADDRESS = "10.0.0.250";

    private final World world;
    private final String name;
    private final String mac;
    private final String site;
    private final Identity claimed;
    private final long until;

    /** @param until when it is switched off */
    Impostor(World world, Machine like, String smbiosUuid, long until) {
        this.world = world;
        this.name = "not-" + like.name();
        this.mac = like.mac();
        this.site = like.site();
        this.claimed = Identity.told(smbiosUuid, "", ADDRESS);
        this.until = until;
    }

    void boot() {
        if (world.now() >= until) {
            return;
        }
        world.network()
                .call(
                        site,
                        "asks what to boot",
                        name,
                        respond -> world.provisioner().script(mac, site, claimed, respond),
                        answer -> {
                            if (answer.map(Network.Answer::body).orElse(null) instanceof BootScript.Work work) {
                                world.givenWork(mac, claimed.smbiosUuid().orElseThrow(), work.kind());
                            }
                            again(answer.isEmpty() ? 2_000 : 20_000);
                        });
    }

    private void again(long millis) {
        world.schedule().after(millis, "asks again", name, this::boot);
    }
}
