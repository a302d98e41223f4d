package dev.skerry.simulation;

import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.Facts;
import dev.skerry.provisioner.domain.Identity;
import dev.skerry.provisioner.domain.InstallOrder;
import dev.skerry.provisioner.domain.SshServer;
import dev.skerry.provisioner.wire.ObservationWire;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.simulation.InstallerDoor.Configuration;
import dev.skerry.simulation.InstallerDoor.Seed;
import dev.skerry.simulation.Network.Answer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A machine at a site: firmware, ramdisk, installed system. What runs belongs to a session, which ends with the power. */
final class Machine {

    /** What is on the disk. */
    private static final class System {
        private final String nonce;
        private @Nullable Configuration claim;
        private boolean phonedHome;
        private boolean joined;
        private boolean failed;

        System(String nonce) {
            this.nonce = nonce;
        }
    }

    /** Who switches it. */
    enum Power {
        CONTROLLER,
        PERSON,
        /** It is switched on when it is plugged in; after that only its own system restarts it. */
        NOBODY
    }

    private static final Set<ProvisioningPhase> INSTALLING = EnumSet.of(ProvisioningPhase.INSTALLING);
    private static final int SEED_TRIES = 5;

    private final World world;
    private final String name;
    private final String site;
    private final String mac;
    private final String address;
    private final Power power;
    private final Facts facts;
    private @Nullable System system;
    private @Nullable Plane plane;
    private boolean on;
    private boolean mains = true;
    private boolean ran;
    private boolean networkNext;
    private boolean diskNext;
    private int session;

    Machine(World world, String name, String site, int number, Power power, Facts facts) {
        this.world = world;
        this.name = name;
        this.site = site;
        this.mac = mac(number);
        this.address = "10.0.0." + number;
        this.power = power;
        this.facts = facts;
    }

    static String mac(int number) {
        return "52:54:00:00:00:%02x".formatted(number);
    }

    String name() {
        return name;
    }

    String site() {
        return site;
    }

    String mac() {
        return mac;
    }

    String address() {
        return address;
    }

    Facts facts() {
        return facts;
    }

    Power power() {
        return power;
    }

    boolean isOn() {
        return on;
    }

    /** A worker finds the cluster's new control plane where it found the old one. */
    void rehome(Plane next) {
        plane = next;
    }

    @Nullable
    Plane plane() {
        return plane;
    }

    /** Whether it runs as a node of a plane. */
    boolean isNodeOf(Plane other) {
        return on && system != null && system.joined && plane == other;
    }

    void powerOn() {
        ran = true;
        if (!on && mains) {
            on = true;
            boot();
        }
    }

    void powerOff() {
        ran = false;
        if (on) {
            on = false;
            cut();
        }
    }

    /** The mains fail; a machine that ran starts again when they are back. */
    void losesPower() {
        if (!mains) {
            return;
        }
        boolean running = on;
        powerOff();
        mains = false;
        ran = running;
    }

    void powerBack() {
        if (!mains) {
            mains = true;
            if (ran) {
                powerOn();
            }
        }
    }

    void bootFromNetwork() {
        networkNext = true;
        if (on) {
            cut();
            boot();
        } else {
            powerOn();
        }
    }

    private void cut() {
        session++;
        Plane left = plane;
        if (left != null) {
            left.nodesChanged();
        }
    }

    private void boot() {
        session++;
        later(500, 3_000, "boots", () -> {
            boolean fromDisk = diskNext && system != null;
            boolean fromNetwork = !fromDisk && (networkNext || system == null || power != Power.CONTROLLER);
            diskNext = false;
            if (fromNetwork) {
                networkNext = false;
                askForScript();
            } else {
                runSystem();
            }
        });
    }

    private void askForScript() {
        call("asks what to boot", respond -> world.provisioner().script(mac, site, claimed(), respond), answer -> {
            if (answer.isEmpty() || !answer.get().isSuccess()) {
                later(2_000, 5_000, "asks again", this::askForScript);
                return;
            }
            switch ((BootScript) answer.get().body()) {
                case BootScript.Wait _ -> later(20_000, 21_000, "asks again", this::askForScript);
                case BootScript.LocalDisk _ -> {
                    if (system == null) {
                        later(5_000, 5_500, "has no system", this::askForScript);
                    } else {
                        runSystem();
                    }
                }
                case BootScript.Work(BootScript.Kind kind, String nonce, Optional<InstallOrder> _) ->
                    later(200, 1_500, "starts the ramdisk", () -> work(kind, nonce));
            }
        });
    }

    private Identity claimed() {
        return Identity.told(facts.smbiosUuid().orElse(""), facts.serial().orElse(""), address);
    }

    private void work(BootScript.Kind kind, String nonce) {
        switch (kind) {
            case INSPECT ->
                report(
                        nonce,
                        "reports its facts",
                        ProvisionerDoor.WORK,
                        id -> ObservationWire.inspection(id, nonce, facts),
                        _ -> boot());
            case INSTALL -> install(nonce);
            case WIPE ->
                progress(nonce, "wipe-disks", 0, () -> {
                    erase(nonce);
                    report(
                            nonce,
                            "reports the wipe",
                            ProvisionerDoor.WORK,
                            id -> ObservationWire.wiped(id, nonce, List.of("disk-" + name), "discard"),
                            _ -> boot());
                });
            case RESCUE ->
                report(
                        nonce,
                        "reports its SSH server",
                        ProvisionerDoor.RESCUE,
                        id -> ObservationWire.rescue(id, nonce, new SshServer(address, "SHA256:" + "x".repeat(43))),
                        answer -> {
                            if (answer.isSuccess()) {
                                untilRescued(nonce);
                            } else {
                                boot();
                            }
                        });
            case LOCAL_DISK, WAIT -> throw new IllegalStateException("no work: " + kind);
        }
    }

    private void untilRescued(String nonce) {
        later(
                10_000,
                10_500,
                "is logged in to",
                () -> call("asks for its keys", respond -> world.provisioner().keys(nonce, respond), answer -> {
                    if (answer.filter(known -> known.status() == 404).isPresent()) {
                        boot();
                    } else {
                        untilRescued(nonce);
                    }
                }));
    }

    private void install(String nonce) {
        progress(nonce, "download-image", 10, () -> fetchSeed(nonce, 1));
    }

    private void fetchSeed(String nonce, int attempt) {
        call("fetches its seed", respond -> world.installer().seed(nonce, respond), answer -> {
            if (answer.filter(Answer::isSuccess).isPresent()) {
                erase(nonce);
                Seed seed = (Seed) answer.get().body();
                progress(nonce, "write-image", 100, () -> {
                    system = new System(nonce);
                    diskNext = true;
                    world.trace().detail("is installed", name, seed);
                    boot();
                });
            } else if (attempt < SEED_TRIES) {
                later(500, 4_000, "fetches again", () -> fetchSeed(nonce, attempt + 1));
            } else {
                fail(nonce, "no seed", this::boot);
            }
        });
    }

    private void progress(String nonce, String step, int percent, Runnable next) {
        report(
                nonce,
                "reports progress",
                ProvisionerDoor.WORK,
                id -> ObservationWire.progress(id, nonce, step, percent),
                answer -> {
                    if (answer.isSuccess()) {
                        later(200, 2_000, step, next);
                    } else {
                        boot();
                    }
                });
    }

    private void erase(String nonce) {
        world.erases(this, nonce);
        Plane left = plane;
        system = null;
        plane = null;
        if (left != null) {
            left.leaves(this);
        }
    }

    private void runSystem() {
        System here = system;
        if (here == null) {
            later(5_000, 6_000, "has nothing to boot", this::boot);
            return;
        }
        later(300, 2_000, "starts from its disk", () -> {
            if (here.failed) {
                return;
            }
            if (here.claim == null) {
                claim(here);
            } else {
                phoneHome(here, here.claim);
            }
        });
    }

    private void claim(System here) {
        untilFinal("claims", respond -> world.installer().claim(here.nonce, respond), answer -> {
            if (answer.isSuccess()) {
                here.claim = (Configuration) answer.body();
                phoneHome(here, here.claim);
            } else {
                giveUp(here, "the claim was answered " + answer.status());
            }
        });
    }

    private void phoneHome(System here, Configuration claim) {
        if (here.phonedHome) {
            startKubernetes(here, claim);
            return;
        }
        report(
                here.nonce,
                "phones home",
                INSTALLING,
                id -> ObservationWire.phoneHome(id, here.nonce, claim.nodeName()),
                _ -> {
                    here.phonedHome = true;
                    startKubernetes(here, claim);
                });
    }

    private void startKubernetes(System here, Configuration claim) {
        later(300, 2_500, "starts Kubernetes", () -> {
            Plane known = plane;
            if (known == null && claim.agentToken().isEmpty()) {
                known = world.planeAt(claim.clusterId(), claim.serverAddress());
                if (known == null) {
                    startKubernetes(here, claim);
                    return;
                }
            } else if (known == null) {
                known = world.newPlane(claim.clusterId(), site, claim.agentToken());
            }
            plane = known;
            if (here.joined) {
                known.joins(this, claim.role());
            } else {
                reportJoined(here, claim, known);
            }
        });
    }

    private void reportJoined(System here, Configuration claim, Plane joining) {
        untilFinal(
                "reports that it joined", respond -> world.installer().joined(here.nonce, address, respond), answer -> {
                    if (answer.isSuccess()) {
                        here.joined = true;
                        joining.joins(this, claim.role());
                    } else {
                        giveUp(here, "the join report was answered " + answer.status());
                    }
                });
    }

    private void giveUp(System here, String reason) {
        fail(here.nonce, reason, () -> here.failed = true);
    }

    private void fail(String nonce, String reason, Runnable then) {
        report(
                nonce,
                "reports a failure",
                ProvisionerDoor.WORK,
                id -> ObservationWire.failure(id, nonce, reason),
                _ -> then.run());
    }

    private void report(
            String nonce,
            String what,
            Set<ProvisioningPhase> during,
            Function<String, SpecificRecord> report,
            Consumer<Answer> then) {
        untilFinal(what, respond -> world.provisioner().report(nonce, during, report, respond), then);
    }

    /** Calls until there is an answer that is not "try again". */
    private void untilFinal(String what, Network.Handler door, Consumer<Answer> then) {
        call(what, door, answer -> {
            if (answer.isPresent() && answer.get().status() != 503) {
                then.accept(answer.get());
            } else {
                later(500, 4_000, "tries again", () -> untilFinal(what, door, then));
            }
        });
    }

    private void call(String what, Network.Handler door, Consumer<Optional<Answer>> then) {
        int present = session;
        world.network().call(site, what, name, door, answer -> {
            if (on && present == session) {
                then.accept(answer);
            }
        });
    }

    private void later(int least, int most, String what, Runnable action) {
        int present = session;
        world.schedule().after(world.faults().chance().between(least, most), what, name, () -> {
            if (on && present == session) {
                action.run();
            }
        });
    }
}
