package dev.skerry.sim.machine;

import org.jspecify.annotations.Nullable;

/**
 * What a machine keeps without power, and whether it has power.
 *
 * @param bootOverride Redfish's BootSourceOverrideTarget: None, Pxe or Hdd
 * @param overrideEnabled Redfish's BootSourceOverrideEnabled: Disabled, Once or Continuous
 * @param diskNext whether the installer asked the firmware to start from the disk next time
 * @param disk null when nothing was installed
 */
record MachineState(
        boolean on,
        String bootOverride,
        String overrideEnabled,
        boolean diskNext,
        @Nullable InstalledDisk disk) {

    static MachineState asDelivered(boolean on) {
        return new MachineState(on, "None", "Disabled", false, null);
    }

    MachineState withPower(boolean next) {
        return new MachineState(next, bootOverride, overrideEnabled, diskNext, disk);
    }

    MachineState withOverride(String target, String enabled) {
        return new MachineState(on, target, enabled, diskNext, disk);
    }

    MachineState withDisk(@Nullable InstalledDisk next, boolean startFromIt) {
        return new MachineState(on, bootOverride, overrideEnabled, startFromIt, next);
    }

    /** One-time wishes are granted once. */
    MachineState afterBootChoice() {
        return overrideEnabled.equals("Once")
                ? new MachineState(on, "None", "Disabled", false, disk)
                : new MachineState(on, bootOverride, overrideEnabled, false, disk);
    }

    /**
     * An installed system.
     *
     * @param provisioner the boot door, without a path
     * @param nonce of the installation attempt
     * @param ca the fleet's CA, PEM
     * @param metaData of the NoCloud seed
     * @param userData of the NoCloud seed
     * @param vendorData of the NoCloud seed
     * @param claim the join configuration as it was answered; empty before it was claimed
     * @param phonedHome whether cloud-init has come to its end
     * @param joined whether the node's joining was acknowledged
     */
    record InstalledDisk(
            String provisioner,
            String nonce,
            String ca,
            String metaData,
            String userData,
            String vendorData,
            String claim,
            boolean phonedHome,
            boolean joined) {

        InstalledDisk withClaim(String answer) {
            return new InstalledDisk(
                    provisioner, nonce, ca, metaData, userData, vendorData, answer, phonedHome, joined);
        }

        InstalledDisk afterPhoneHome() {
            return new InstalledDisk(provisioner, nonce, ca, metaData, userData, vendorData, claim, true, joined);
        }

        InstalledDisk afterJoin() {
            return new InstalledDisk(provisioner, nonce, ca, metaData, userData, vendorData, claim, phonedHome, true);
        }
    }
}
