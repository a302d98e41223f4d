package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Controls power over Redfish (DMTF DSP0266): one-time boot override to PXE, reset, and then reading the power state until it is
 * as ordered. How long that may take, the guard limits.
 */
final class RedfishController implements PowerController {

    private final RedfishClients clients;
    private final Duration poll;

    /**
     * Makes one.
     *
     * @param poll between two readings of the power state
     */
    RedfishController(RedfishClients clients, Duration poll) {
        this.clients = clients;
        this.poll = poll;
    }

    @Override
    public Seen carryOut(PowerOrder order, Guard guard, BooleanSupplier cameUp)
            throws PowerException, InterruptedException {
        RedfishDoor door = RedfishDoor.to(order, clients, guard);
        RedfishSystem system = settled(door);
        return switch (order.command().action()) {
            case POWER_OFF -> system.power() == Seen.OFF ? Seen.OFF : off(door, system);
            case POWER_ON -> system.power() == Seen.ON ? Seen.ON : on(door, system);
            case BOOT_FROM_NETWORK -> {
                if (system.power() == Seen.ON && cameUp.getAsBoolean()) {
                    yield Seen.ON;
                }
                door.bootOnceFromNetwork();
                if (system.power() != Seen.ON) {
                    yield on(door, system);
                }
                // A slow controller's answers take seconds, in which a machine that is on may have asked by itself.
                yield cameUp.getAsBoolean() ? Seen.ON : restart(door, system);
            }
        };
    }

    private Seen on(RedfishDoor door, RedfishSystem system) throws PowerException, InterruptedException {
        door.reset(system, "On", "ForceOn", "PushPowerButton");
        return await(door, Seen.ON);
    }

    private Seen off(RedfishDoor door, RedfishSystem system) throws PowerException, InterruptedException {
        door.reset(system, "ForceOff", "GracefulShutdown", "PushPowerButton");
        return await(door, Seen.OFF);
    }

    private Seen restart(RedfishDoor door, RedfishSystem system) throws PowerException, InterruptedException {
        if (system.reset("ForceRestart", "PowerCycle").isPresent()) {
            return restarted(door, system);
        }
        off(door, system);
        return on(door, system);
    }

    /** A controller that told of a system that is on, and then refuses to restart it because it is off, is taken at its last word. */
    private Seen restarted(RedfishDoor door, RedfishSystem system) throws PowerException, InterruptedException {
        try {
            door.reset(system, "ForceRestart", "PowerCycle");
        } catch (PowerException e) {
            if (!e.isConflict()) {
                throw e;
            }
            return on(door, system);
        }
        return await(door, Seen.ON);
    }

    /** A system that is just powering on or off is left to finish. */
    private RedfishSystem settled(RedfishDoor door) throws PowerException, InterruptedException {
        RedfishSystem system = door.read();
        while (system.power() == Seen.UNKNOWN) {
            pause();
            system = door.read();
        }
        return system;
    }

    private Seen await(RedfishDoor door, Seen wanted) throws PowerException, InterruptedException {
        while (door.read().power() != wanted) {
            pause();
        }
        return wanted;
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(poll.toMillis());
    }
}
