package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
import java.util.function.BooleanSupplier;

/** One way to control a machine's power. */
interface PowerController {

    /**
     * Observes, acts if the world differs, and waits until it no longer does. Blocks; ends early when its thread is interrupted.
     *
     * @param cameUp whether a machine that is to boot from the network has asked for its script meanwhile: a restart would undo what it does
     * @return what was seen last
     * @throws PowerException when the order could not be carried out
     */
    Seen carryOut(PowerOrder order, Guard guard, BooleanSupplier cameUp) throws PowerException, InterruptedException;
}
