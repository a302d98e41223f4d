package dev.skerry.simulation;

import dev.skerry.catalogue.Keys;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.Facts;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.inventory.Source;
import dev.skerry.schemas.provisioning.MachineHoldRequested;
import dev.skerry.schemas.provisioning.MachineReinstallRequested;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import dev.skerry.schemas.provisioning.MachineRescueEndRequested;
import dev.skerry.schemas.provisioning.MachineRescueRequested;
import dev.skerry.schemas.provisioning.MachineRetryRequested;
import dev.skerry.schemas.provisioning.MachineUnholdRequested;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** What people and the world do, by the seed: sites, machines, clusterings, apps, releases, outages, bad requests. */
final class Workload {

    private static final int ITEMS = 40;

    private final World world;
    private final Chance chance;
    private final Requests requests;
    private final Set<Integer> dropped;
    private final List<String> sites = new ArrayList<>();
    private boolean stopped;
    private int items;

    Workload(World world, Chance chance, Set<Integer> dropped) {
        this.world = world;
        this.chance = chance;
        this.requests = new Requests(chance);
        this.dropped = dropped;
    }

    void start() {
        int count = chance.between(1, 2);
        for (int i = 0; i < count; i++) {
            String site = "s" + i;
            sites.add(site);
            item(
                    chance.between(0, 200),
                    "a site is asked for",
                    () -> ask(Topics.SITE_REQUESTS, site, requests.site(site)));
            int here = chance.between(1, 3);
            for (int k = 0; k < here; k++) {
                machine(site, 1 + i * 10 + k);
            }
        }
        item(
                chance.between(0, 2_000),
                "a clustering is asked for",
                () -> ask(Topics.CLUSTERING_REQUESTS, "small", requests.clustering("small")));
        for (int i = 0; i < 2; i++) {
            item(chance.between(1_000, 30_000), "an app is asked for", this::deploy);
        }
        long at = 5_000;
        for (int i = 0; i < ITEMS; i++) {
            at += chance.between(500, 12_000);
            any(at);
        }
    }

    void stop() {
        stopped = true;
        world.machines().forEach(Machine::powerBack);
    }

    private void machine(String site, int number) {
        Machine.Power power = chance.of(700)
                ? Machine.Power.CONTROLLER
                : chance.of(500) ? Machine.Power.PERSON : Machine.Power.NOBODY;
        boolean large = chance.of(850);
        String name = "m" + number;
        Facts facts = new Facts(
                "x86_64",
                large ? 8 : 2,
                large ? 16_384 : 2_048,
                List.of(new Facts.Disk(
                        "sda",
                        1L << 38,
                        Optional.of("disk-" + name),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(false))),
                List.of(new Facts.Nic("eth0", Machine.mac(number), Optional.empty(), Optional.empty())),
                number % 2 == 0
                        ? Optional.empty()
                        : Optional.of(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII))
                                .toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Facts.Board.UNTOLD);
        Machine machine = new Machine(world, name, site, number, power, facts);
        world.add(machine);
        if (power == Machine.Power.NOBODY) {
            world.schedule().after(chance.between(0, 5_000), "is switched on", name, machine::powerOn);
        }
        if (power != Machine.Power.NOBODY || chance.of(500)) {
            item(
                    chance.between(0, 4_000),
                    "a machine is announced",
                    () -> ask(
                            Topics.MACHINE_REQUESTS,
                            machine.mac(),
                            requests.machine(List.of(machine.mac()), site, name, power, Source.API)));
        }
    }

    private void any(long at) {
        int kind = chance.between(0, 99);
        if (kind < 22) {
            item(at, "an app is asked for", this::deploy);
        } else if (kind < 30) {
            item(at, "an app is to be removed", this::remove);
        } else if (kind < 37) {
            askOf(at, "a machine is to be released", id -> new MachineReleaseRequested(id, "by hand", "a person"));
        } else if (kind < 39) {
            askOf(at, "a machine is to be installed again", id -> new MachineReinstallRequested(id, "", "a person"));
        } else if (kind < 42) {
            askForAWhile(
                    at,
                    "a machine is to be held",
                    id -> new MachineHoldRequested(id, "its fan", "a person"),
                    "is released from hold",
                    id -> new MachineUnholdRequested(id, "a person"));
        } else if (kind < 44) {
            askForAWhile(
                    at,
                    "a machine is to be rescued",
                    id -> new MachineRescueRequested(id, "ssh-ed25519 AAAA", "", "a person"),
                    "is not to be rescued any more",
                    id -> new MachineRescueEndRequested(id, "a person"));
        } else if (kind < 46) {
            askOf(at, "a machine is to be tried again", id -> new MachineRetryRequested(id, "a person"));
        } else if (kind < 49) {
            item(
                    at,
                    "a person decides on a machine",
                    () -> ofMachine(id -> {
                        ask(
                                Topics.MACHINE_REQUESTS,
                                id,
                                chance.of(700) ? requests.approval(id) : requests.rejection(id));
                    }));
        } else if (kind < 54) {
            item(
                    at,
                    "a clustering is changed",
                    () -> ask(Topics.CLUSTERING_REQUESTS, "small", requests.clustering("small")));
        } else if (kind < 58) {
            item(at, "a site is changed", () -> {
                String site = chance.oneOf(sites);
                ask(Topics.SITE_REQUESTS, site, requests.site(site));
            });
        } else if (kind < 60) {
            item(at, "machines are confused", this::conflict);
        } else if (kind < 63) {
            item(at, "another computer takes a machine's MAC", this::impersonate);
        } else if (kind < 73) {
            item(at, "a bad request is made", this::badRequest);
        } else if (kind < 81) {
            item(at, "a site is cut off", () -> {
                boolean happens = world.faults().occurs(Fault.PARTITION, 1000);
                int millis = chance.between(2_000, 90_000);
                if (happens) {
                    world.faults().cutOff(chance.oneOf(sites), world.now() + millis);
                }
            });
        } else if (kind < 89) {
            item(at, "a machine loses its power", this::powerCut);
        } else if (kind < 94) {
            item(at, "an agent ends", () -> {
                boolean happens = world.faults().occurs(Fault.AGENT_CRASH, 1000);
                List<Plane> running = world.planes().stream()
                        .filter(plane -> plane.agent().isRunning())
                        .toList();
                if (happens && !running.isEmpty()) {
                    chance.oneOf(running).agent().crash();
                }
            });
        } else {
            item(at, "a service ends", () -> {
                boolean happens = world.faults().occurs(Fault.SERVICE_CRASH, 1000);
                Service service = chance.oneOf(world.services());
                if (happens) {
                    service.crash("by itself");
                }
            });
        }
    }

    private void item(long at, String what, Runnable action) {
        int number = items++;
        world.schedule().after(at, what, "#" + number, () -> {
            if (!stopped && !dropped.contains(number)) {
                action.run();
            }
        });
    }

    /** As a door does: on record before it is answered; an answer that is lost has the request made again. */
    private void ask(Topic topic, String key, SpecificRecord request) {
        world.people().publish(topic, key, request, null);
        if (world.faults().occurs(Fault.DUPLICATE, 200)) {
            world.schedule()
                    .after(
                            chance.between(10, 5_000),
                            "is asked again",
                            key,
                            () -> world.people().publish(topic, key, request, null));
        }
    }

    private void askOf(long at, String what, Function<String, SpecificRecord> request) {
        item(at, what, () -> ofMachine(id -> ask(Topics.PROVISIONING_REQUESTS, id, request.apply(id))));
    }

    private void askForAWhile(
            long at,
            String what,
            Function<String, SpecificRecord> request,
            String then,
            Function<String, SpecificRecord> end) {
        item(
                at,
                what,
                () -> ofMachine(id -> {
                    ask(Topics.PROVISIONING_REQUESTS, id, request.apply(id));
                    world.schedule()
                            .after(
                                    chance.between(10_000, 120_000),
                                    then,
                                    id,
                                    () -> ask(Topics.PROVISIONING_REQUESTS, id, end.apply(id)));
                }));
    }

    private void deploy() {
        String name = chance.oneOf(List.of("shop", "blog", "cam"));
        ask(Topics.DEPLOYMENT_REQUESTS, "acme/" + name, requests.app(name));
    }

    private void remove() {
        String name = chance.oneOf(List.of("shop", "blog", "cam"));
        ask(Topics.DEPLOYMENT_REQUESTS, "acme/" + name, requests.removal(name));
    }

    private void ofMachine(Consumer<String> action) {
        List<String> known = List.copyOf(
                world.latest(Topics.MACHINE_STATE, MachineState.class).keySet());
        if (!known.isEmpty()) {
            action.accept(chance.oneOf(known));
        }
    }

    /** Another machine is announced with a MAC that is taken, or one moves to another site. */
    private void conflict() {
        Machine one = chance.oneOf(world.machines());
        Machine other = chance.oneOf(world.machines());
        String site = chance.oneOf(sites);
        ask(
                Topics.MACHINE_REQUESTS,
                one.mac(),
                requests.machine(
                        chance.of(500) ? List.of(one.mac(), other.mac()) : List.of(one.mac()),
                        site,
                        chance.of(500) ? other.name() : "",
                        one.power(),
                        chance.oneOf(List.of(Source.API, Source.DHCP, Source.FILE))));
    }

    /** Only where the true machine is known by what its firmware says; before that the first one to ask is taken for it. */
    private void impersonate() {
        List<String> known = world.latest(Topics.PROVISIONING_STATE, ProvisioningState.class).values().stream()
                .filter(state -> state.getIdentity() != null
                        && !state.getIdentity().getSmbiosUuid().isEmpty())
                .flatMap(state -> state.getMacs().stream())
                .toList();
        long until = world.now() + chance.between(20_000, 300_000);
        String uuid = chance.uuid();
        if (!known.isEmpty()) {
            world.machineWith(chance.oneOf(known))
                    .ifPresent(machine -> new Impostor(world, machine, uuid, until).boot());
        }
    }

    private void badRequest() {
        SpecificRecord request = requests.bad();
        Topic topic = requests.topicOf(request);
        String id = world.people()
                .publish(topic, Keys.of(request).orElseThrow(), request, null)
                .id();
        world.mustBeRefused(id, requests.consumerOf(request));
    }

    private void powerCut() {
        boolean happens = world.faults().occurs(Fault.POWER_CUT, 1000);
        Machine machine = chance.oneOf(world.machines());
        int millis = chance.of(300) ? chance.between(60_000, 200_000) : chance.between(1_000, 30_000);
        if (happens) {
            machine.losesPower();
            world.schedule().after(millis, "has power again", machine.name(), machine::powerBack);
        }
    }
}
