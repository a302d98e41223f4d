package dev.skerry.sim.machine;

import dev.skerry.sim.machine.MachineState.InstalledDisk;
import dev.skerry.sim.net.Calls.Answer;
import dev.skerry.sim.world.Facts;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The system that network boot starts: inspects, installs or wipes, as its kernel arguments say, and restarts. */
final class Ramdisk {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SEED_TRIES = 5;
    private static final Duration RESCUE_POLL = Duration.ofSeconds(10);

    private final Machine machine;
    private final Surroundings around;
    private final Map<String, String> arguments;
    private final Door door;

    Ramdisk(Machine machine, Surroundings around, List<String> kernelArguments) {
        this.machine = machine;
        this.around = around;
        arguments = kernelArguments.stream()
                .filter(argument -> argument.startsWith("skerry.") && argument.contains("="))
                .collect(Collectors.toMap(
                        argument -> argument.substring("skerry.".length(), argument.indexOf('=')),
                        argument -> argument.substring(argument.indexOf('=') + 1),
                        (first, second) -> second));
        door = new Door(around, argument("provisioner"), argument("nonce"));
    }

    private String argument(String name) {
        return arguments.getOrDefault(name, "");
    }

    void run() throws InterruptedException {
        machine.doing(argument("action"));
        around.ledger().bootScript(machine.spec().name(), argument("action"), door.nonce());
        around.pace().pause(150, 400);
        switch (argument("action")) {
            case "inspect" ->
                door.post(
                        "inspection", JSON.<JsonNode>valueToTree(machine.spec().facts()));
            case "install" -> install();
            case "wipe" -> wipe();
            case "rescue" -> rescue();
            default -> {
                door.fail("unknown action: " + argument("action"));
                around.pace().beforeRetry(4);
            }
        }
        machine.doing("restarting after " + argument("action"));
    }

    /** Nobody logs in here: it says where, and asks until the rescue is over. */
    private void rescue() throws InterruptedException {
        String fingerprint = "SHA256:" + "0".repeat(43);
        var body = JSON.createObjectNode().put("address", machine.address()).put("hostKey", fingerprint);
        if (!door.post("rescue", body).isSuccess()) {
            return;
        }
        machine.doing("in rescue");
        var keys = URI.create(door.base() + "/boot/attempts/" + door.nonce() + "/authorized-keys");
        while (Door.untilFinal(around, () -> around.calls().get(keys, "")).isSuccess()) {
            Thread.sleep(RESCUE_POLL);
        }
    }

    private void install() throws InterruptedException {
        try {
            String ca = pinnedCa();
            if (!progress("download-image", 10)) {
                return;
            }
            String metaData = seed(ca, "meta-data");
            String userData = seed(ca, "user-data");
            String vendorData = seed(ca, "vendor-data");
            machine.eraseDisk();
            around.ledger().imageBegun(machine.spec().name(), door.nonce());
            around.pace().pause(150, 400);
            if (!progress("write-image", 50)) {
                return;
            }
            around.pace().pause(150, 400);
            machine.install(
                    new InstalledDisk(door.base(), door.nonce(), ca, metaData, userData, vendorData, "", false, false));
            around.ledger().imageWritten(machine.spec().name(), door.nonce());
            progress("write-seed", 100);
        } catch (IOException e) {
            machine.doing("installation failed: " + e.getMessage());
            door.fail(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** False when the attempt is over, so that going on would harm. */
    private boolean progress(String step, int percent) throws InterruptedException {
        machine.doing(step);
        var body = JSON.createObjectNode().put("step", step).put("percent", percent);
        return door.post("progress", body).isSuccess();
    }

    private String pinnedCa() throws IOException, InterruptedException {
        String pem = untilAnswered(URI.create(door.base() + "/boot/ca.pem"), "");
        try {
            String found = Digests.sha256OfCertificate(pem);
            if (!found.equalsIgnoreCase(argument("ca-sha256"))) {
                throw new IOException("the CA is not the pinned one: SHA-256 " + found);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the CA is no certificate: " + e.getMessage(), e);
        }
        return pem;
    }

    private String seed(String ca, String file) throws IOException, InterruptedException {
        String base = argument("seed");
        return untilAnswered(URI.create(base.endsWith("/") ? base + file : base + "/" + file), ca);
    }

    private String untilAnswered(URI uri, String ca) throws IOException, InterruptedException {
        String last = "";
        for (int failures = 0; failures < SEED_TRIES; failures++) {
            try {
                Answer answer = around.calls().get(uri, ca);
                if (answer.isSuccess()) {
                    return answer.body();
                }
                last = "answered " + answer.status();
            } catch (IOException e) {
                last = e.getMessage() == null ? e.toString() : e.getMessage();
            }
            around.pace().beforeRetry(failures);
        }
        throw new IOException(uri + ": " + last);
    }

    private void wipe() throws InterruptedException {
        machine.eraseDisk();
        around.ledger().diskWiped(machine.spec().name(), door.nonce());
        around.pace().pause(100, 300);
        var body = JSON.createObjectNode();
        var serials = body.putArray("diskSerials");
        machine.spec().facts().disks().stream().map(Facts.Disk::serial).forEach(serials::add);
        door.post("wiped", body.put("method", "discard"));
    }
}
