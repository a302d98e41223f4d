package dev.skerry.sim.machine;

import dev.skerry.sim.machine.MachineState.InstalledDisk;
import dev.skerry.sim.net.Addresses;
import dev.skerry.sim.world.MachineSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A machine: its power button, its firmware's settings, its disk. While it has power, one virtual thread lives its life. */
public final class Machine {

    /** What the firmware starts from. */
    enum Device {
        NETWORK,
        DISK
    }

    private final MachineSpec spec;
    private final Surroundings surroundings;
    private final MachineFolder folder;
    private final List<Runnable> running = new ArrayList<>();
    private MachineState state;
    private @Nullable Thread session;
    private volatile String activity = "";

    /** Reads what the machine was when the simulator last ran; a machine without a BMC was delivered switched on. */
    public Machine(MachineSpec spec, Surroundings surroundings, Path folder) {
        this.spec = spec;
        this.surroundings = surroundings;
        this.folder = new MachineFolder(folder);
        state = this.folder.load().orElse(MachineState.asDelivered(!spec.hasBmc()));
    }

    public MachineSpec spec() {
        return spec;
    }

    /** Its own IP address. */
    public String address() {
        return Addresses.ofMachine(spec.number());
    }

    /** What it does, for a person. */
    public String activity() {
        return activity;
    }

    void doing(String what) {
        activity = what;
    }

    public synchronized boolean isOn() {
        return state.on();
    }

    public synchronized boolean isInstalled() {
        return state.disk() != null;
    }

    public synchronized boolean isJoined() {
        var disk = state.disk();
        return state.on() && disk != null && disk.joined();
    }

    /** Redfish's BootSourceOverrideTarget. */
    public synchronized String bootOverride() {
        return state.bootOverride();
    }

    /** Redfish's BootSourceOverrideEnabled. */
    public synchronized String overrideEnabled() {
        return state.overrideEnabled();
    }

    public synchronized void overrideBoot(String target, String enabled) {
        save(state.withOverride(target, enabled));
    }

    /** Goes on as the last run of the simulator left it. */
    public synchronized void resume() {
        if (state.on() && session == null) {
            begin();
        }
    }

    public synchronized void powerOn() {
        if (!state.on()) {
            save(state.withPower(true));
            begin();
        }
    }

    /** Everything that runs stops at once. */
    public synchronized void powerOff() {
        if (state.on()) {
            save(state.withPower(false));
            cut();
            activity = "off";
        }
    }

    /** A reset of a machine that is on; has no effect on one that is off. */
    public synchronized void reset() {
        if (state.on()) {
            cut();
            begin();
        }
    }

    /** Stops the simulation without touching the power: a later run resumes. */
    public synchronized void freeze() {
        cut();
    }

    private void begin() {
        activity = "starting";
        var thread = surroundings.threads().newThread(new Life(this, surroundings));
        session = thread;
        thread.start();
    }

    private void cut() {
        var ended = session;
        session = null;
        if (ended != null) {
            ended.interrupt();
        }
        running.forEach(Runnable::run);
        running.clear();
    }

    /** Has something stopped when the power goes, or at a restart. */
    synchronized void whileOn(Runnable stop) throws InterruptedException {
        try {
            requirePower();
        } catch (InterruptedException e) {
            stop.run();
            throw e;
        }
        running.add(stop);
    }

    /** A restart that the running software asked for. */
    synchronized void endRun() throws InterruptedException {
        requirePower();
        running.forEach(Runnable::run);
        running.clear();
    }

    /** Where to start from now: a one-time wish, else the network when there is no system or no BMC, else the disk. */
    synchronized Device chooseDevice() throws InterruptedException {
        requirePower();
        boolean installed = state.disk() != null;
        Device device;
        if (state.diskNext() && installed) {
            device = Device.DISK;
        } else if (!state.overrideEnabled().equals("Disabled")
                && !state.bootOverride().equals("None")) {
            device = state.bootOverride().equals("Hdd") && installed ? Device.DISK : Device.NETWORK;
        } else {
            device = installed && spec.hasBmc() ? Device.DISK : Device.NETWORK;
        }
        save(state.afterBootChoice());
        return device;
    }

    synchronized @Nullable InstalledDisk disk() {
        return state.disk();
    }

    synchronized void eraseDisk() throws InterruptedException {
        requirePower();
        save(state.withDisk(null, false));
        folder.wipeDisk();
    }

    /** The system is started at the next boot. */
    synchronized void install(InstalledDisk disk) throws InterruptedException {
        requirePower();
        save(state.withDisk(disk, true));
    }

    synchronized InstalledDisk changeDisk(UnaryOperator<InstalledDisk> change) throws InterruptedException {
        requirePower();
        var disk = state.disk();
        if (disk == null) {
            throw new IllegalStateException(spec.name() + " has no installed disk");
        }
        var changed = change.apply(disk);
        save(state.withDisk(changed, state.diskNext()));
        return changed;
    }

    Path diskFolder() {
        return folder.disk();
    }

    /** The thread of a machine whose power was cut must not touch it any more. */
    private void requirePower() throws InterruptedException {
        if (session != Thread.currentThread()) {
            throw new InterruptedException("the power was cut");
        }
    }

    private void save(MachineState next) {
        if (!next.equals(state)) {
            folder.save(next);
            state = next;
        }
    }
}
