package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One system of a Redfish service, booted from the network or from its controller's virtual CD. */
final class RedfishDoor implements PowerDoor {

    private final RedfishCalls calls;
    private final Guard guard;
    private final Optional<String> bootMode;
    private final Optional<RedfishMedia> media;
    private @Nullable RedfishSystem last;

    private RedfishDoor(RedfishCalls calls, Guard guard, Optional<String> bootMode, Optional<RedfishMedia> media) {
        this.calls = calls;
        this.guard = guard;
        this.bootMode = bootMode;
        this.media = media;
    }

    static RedfishDoor to(PowerOrder order, RedfishClients clients, Medium medium, Guard guard) throws PowerException {
        RedfishCalls calls = RedfishCalls.to(
                order.bmc(), order.command().taskId() + "/" + order.command().attempt(), clients);
        return new RedfishDoor(
                calls,
                guard,
                order.bmc().bootMode().map(mode -> switch (mode) {
                    case UEFI -> "UEFI";
                    case LEGACY -> "Legacy";
                }),
                order.bmc().boot() == Bmc.Boot.VIRTUAL_MEDIA
                        ? Optional.of(new RedfishMedia(
                                calls, guard, () -> medium.of(order.macs().getFirst())))
                        : Optional.empty());
    }

    @Override
    public Seen read() throws PowerException {
        return system().power();
    }

    @Override
    public void bootOnce() throws PowerException, InterruptedException {
        if (media.isPresent()) {
            media.get().insert(known());
        }
        String target = media.isPresent() ? "Cd" : "Pxe";
        Map<String, String> boot =
                new HashMap<>(Map.of("BootSourceOverrideEnabled", "Once", "BootSourceOverrideTarget", target));
        bootMode.ifPresent(mode -> boot.put("BootSourceOverrideMode", mode));
        guard.repeatable(() -> {
            RedfishSystem system = get();
            if (!system.bootTargets().isEmpty() && !system.bootTargets().contains(target)) {
                throw PowerException.lasting("the system cannot be told to boot from "
                        + (media.isPresent() ? "virtual media" : "the network") + ": it takes "
                        + system.bootTargets());
            }
            calls.patch(calls.address(), Map.of("Boot", boot), system.etag());
            return system;
        });
    }

    @Override
    public void eject() throws PowerException, InterruptedException {
        if (media.isPresent()) {
            media.get().eject(known());
        }
    }

    @Override
    public void on() throws PowerException {
        reset("On", "ForceOn", "PushPowerButton");
    }

    @Override
    public void off() throws PowerException {
        reset("ForceOff", "GracefulShutdown", "PushPowerButton");
    }

    @Override
    public boolean restart() throws PowerException {
        String[] ways = {"ForceRestart", "PowerCycle"};
        if (known().reset(ways).isEmpty()) {
            return false;
        }
        reset(ways);
        return true;
    }

    /** Resets the system in the first of these ways that it takes. */
    private void reset(String... preferred) throws PowerException {
        RedfishSystem system = known();
        String type = system.reset(preferred)
                .orElseThrow(() -> PowerException.lasting(
                        "the system takes none of " + String.join(", ", preferred) + ", only " + system.resetTypes()));
        URI target = calls.target(
                system.resetTarget()
                        .orElseThrow(() ->
                                PowerException.lasting("the system has no reset action: is its address a system's?")),
                "reset action");
        guard.once(() -> {
            calls.post(target, Map.of("ResetType", type));
            return type;
        });
    }

    private RedfishSystem known() throws PowerException {
        return last == null ? system() : last;
    }

    private RedfishSystem system() throws PowerException {
        RedfishSystem system = guard.repeatable(this::get);
        last = system;
        return system;
    }

    private RedfishSystem get() throws PowerException, InterruptedException {
        RedfishCalls.Resource resource = calls.get(calls.address());
        return RedfishSystem.of(resource.body(), resource.etag());
    }

    @Override
    public void close() {
        calls.close();
    }
}
