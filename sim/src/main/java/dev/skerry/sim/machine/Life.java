package dev.skerry.sim.machine;

import dev.skerry.sim.ipxe.Firmware;
import dev.skerry.sim.ipxe.Interpreter;
import dev.skerry.sim.ipxe.Outcome;
import dev.skerry.sim.world.Facts;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Optional;

/** A machine with power: firmware, then whatever it started, again and again until the power goes. */
final class Life implements Runnable, Firmware {

    private static final Logger LOG = System.getLogger(Life.class.getName());

    private final Machine machine;
    private final Surroundings around;
    private int failedBoots;

    Life(Machine machine, Surroundings around) {
        this.machine = machine;
        this.around = around;
    }

    @Override
    public void run() {
        try {
            while (true) {
                around.pace().pause(80, 240);
                switch (machine.chooseDevice()) {
                    case NETWORK -> bootFromNetwork();
                    case DISK -> bootFromDisk();
                }
                machine.endRun();
            }
        } catch (InterruptedException powerIsGone) {
            // The thread's work ends with the power.
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, () -> machine.spec().name() + " crashed while " + machine.activity(), e);
            machine.doing("crashed: " + e);
        }
    }

    private void bootFromNetwork() throws InterruptedException {
        machine.doing("booting from the network");
        var first = around.boot("/boot/" + machine.spec().site() + "/boot.ipxe");
        switch (new Interpreter(this).run(first)) {
            case Outcome.Kernel kernel -> {
                failedBoots = 0;
                new Ramdisk(machine, around, kernel.arguments()).run();
            }
            case Outcome.LocalDisk _ -> bootFromDisk();
            case Outcome.Restart _ -> failedBoots = 0;
            case Outcome.PowerOff _ -> machine.powerOff();
            case Outcome.NextDevice next -> {
                machine.doing("no network boot: " + next.reason());
                if (machine.disk() != null) {
                    bootFromDisk();
                } else {
                    around.pace().beforeRetry(failedBoots++);
                }
            }
        }
    }

    private void bootFromDisk() throws InterruptedException {
        failedBoots = 0;
        new Node(machine, around).run();
    }

    @Override
    public String fetch(URI uri) throws IOException, InterruptedException {
        var answer = around.calls().get(uri, "");
        if (!answer.isSuccess()) {
            throw new IOException(uri + " was answered " + answer.status());
        }
        return answer.body();
    }

    @Override
    public void sleep(int seconds) throws InterruptedException {
        machine.doing("waiting for work");
        Thread.sleep(seconds * 1000L);
    }

    @Override
    public Optional<String> setting(String name) {
        Facts facts = machine.spec().facts();
        return Optional.ofNullable(
                switch (name) {
                    case "mac" -> machine.spec().mac();
                    case "ip" -> machine.address();
                    case "uuid" -> facts.smbiosUuid();
                    case "serial" -> facts.serial();
                    case "manufacturer" -> facts.manufacturer();
                    case "product" -> facts.model();
                    case "buildarch" -> facts.architecture().equals("aarch64") ? "arm64" : facts.architecture();
                    case "platform" -> "efi";
                    default -> null;
                });
    }

    @Override
    public boolean hasBootableDisk() {
        return machine.disk() != null;
    }
}
