package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Controls power through a protocol's door: one-time boot override, power on or restart, and then reading the power
 * state until it is as ordered. How long that may take, the guard limits.
 */
final class PowerSequence implements PowerController {

    private final PowerDoor.Opener opener;
    private final Duration poll;

    /**
     * Makes one.
     *
     * @param poll between two readings of the power state
     */
    PowerSequence(PowerDoor.Opener opener, Duration poll) {
        this.opener = opener;
        this.poll = poll;
    }

    @Override
    public Seen carryOut(PowerOrder order, Guard guard, BooleanSupplier cameUp)
            throws PowerException, InterruptedException {
        try (PowerDoor door = opener.open(order, guard)) {
            return carryOut(order, door, cameUp);
        }
    }

    private Seen carryOut(PowerOrder order, PowerDoor door, BooleanSupplier cameUp)
            throws PowerException, InterruptedException {
        Seen power = settled(door);
        return switch (order.command().action()) {
            case POWER_OFF -> {
                Seen off = power == Seen.OFF ? Seen.OFF : off(door);
                door.eject();
                yield off;
            }
            case POWER_ON -> {
                door.eject();
                yield power == Seen.ON ? Seen.ON : on(door);
            }
            case BOOT_FROM_NETWORK -> {
                if (power == Seen.ON && cameUp.getAsBoolean()) {
                    yield Seen.ON;
                }
                door.bootOnce();
                if (power != Seen.ON) {
                    yield on(door);
                }
                // A slow controller's answers take seconds, in which a machine that is on may have asked by itself.
                yield cameUp.getAsBoolean() ? Seen.ON : restart(door);
            }
        };
    }

    private Seen on(PowerDoor door) throws PowerException, InterruptedException {
        door.on();
        return await(door, Seen.ON);
    }

    private Seen off(PowerDoor door) throws PowerException, InterruptedException {
        door.off();
        return await(door, Seen.OFF);
    }

    /** A controller that told of a system that is on, and then refuses to restart it because it is off, is taken at its last word. */
    private Seen restart(PowerDoor door) throws PowerException, InterruptedException {
        try {
            if (door.restart()) {
                return await(door, Seen.ON);
            }
        } catch (PowerException e) {
            if (!e.isConflict()) {
                throw e;
            }
            return on(door);
        }
        off(door);
        return on(door);
    }

    /** A system that is just powering on or off is left to finish. */
    private Seen settled(PowerDoor door) throws PowerException, InterruptedException {
        Seen power = door.read();
        while (power == Seen.UNKNOWN) {
            pause();
            power = door.read();
        }
        return power;
    }

    private Seen await(PowerDoor door, Seen wanted) throws PowerException, InterruptedException {
        while (door.read() != wanted) {
            pause();
        }
        return wanted;
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(poll.toMillis());
    }
}
