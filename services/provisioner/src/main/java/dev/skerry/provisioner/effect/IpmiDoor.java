package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.wire.ObservationWire.Seen;

/** One machine's power over IPMI 2.0 (chassis commands, section 28). */
final class IpmiDoor implements PowerDoor {

    private final IpmiTool tool;
    private final Bmc bmc;
    private final Guard guard;

    IpmiDoor(IpmiTool tool, Bmc bmc, Guard guard) {
        this.tool = tool;
        this.bmc = bmc;
        this.guard = guard;
    }

    @Override
    public Seen read() throws PowerException {
        return guard.repeatable(() -> {
            String output = tool.run(bmc, "chassis", "power", "status");
            if (output.contains("Chassis Power is on")) {
                return Seen.ON;
            }
            if (output.contains("Chassis Power is off")) {
                return Seen.OFF;
            }
            throw PowerException.passing(bmc.address() + " did not tell whether the machine is on");
        });
    }

    @Override
    public void bootOnce() throws PowerException {
        if (bmc.bootMode().filter(Bmc.BootMode.UEFI::equals).isPresent()) {
            guard.repeatable(() -> tool.run(bmc, "chassis", "bootdev", "pxe", "options=efiboot"));
        } else {
            guard.repeatable(() -> tool.run(bmc, "chassis", "bootdev", "pxe"));
        }
    }

    @Override
    public void on() throws PowerException {
        guard.repeatable(() -> tool.run(bmc, "chassis", "power", "on"));
    }

    @Override
    public void off() throws PowerException {
        guard.repeatable(() -> tool.run(bmc, "chassis", "power", "off"));
    }

    @Override
    public boolean restart() throws PowerException {
        guard.once(() -> tool.run(bmc, "chassis", "power", "reset"));
        return true;
    }
}
