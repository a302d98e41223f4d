package dev.skerry.sim.ipxe;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs iPXE scripts (ipxe.org/scripting): variables, labels and goto, {@code &&} and {@code ||}, set, inc, isset, iseq, sleep, chain,
 * kernel, initrd, boot, sanboot, exit, reboot, poweroff. A line that fails ends its script. Relative URIs are relative to the script.
 */
public final class Interpreter {

    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "echo", "dhcp", "ifopen", "ifconf", "ifstat", "ifclose", "route", "imgfree", "imgstat", "sync", "console",
            "ntp");

    /** A waiting machine chains from script to script; at this depth it starts anew, as real firmware would at the latest. */
    private static final int DEEPEST = 200;

    private final Firmware firmware;
    private final Settings settings;
    private final List<URI> initrds = new ArrayList<>();
    private @Nullable URI kernel;
    private List<String> arguments = List.of();

    public Interpreter(Firmware firmware) {
        this.firmware = firmware;
        settings = new Settings(firmware);
    }

    /** Fetches the script and runs it and what it chains to. */
    public Outcome run(URI script) throws InterruptedException {
        try {
            return script(script, 1).orElse(new Outcome.NextDevice("the script came to its end"));
        } catch (IOException e) {
            return new Outcome.NextDevice(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** Empty when the script ended well and started nothing. */
    private Optional<Outcome> script(URI uri, int depth) throws IOException, InterruptedException {
        if (depth > DEEPEST) {
            return Optional.of(new Outcome.Restart());
        }
        var script = new Script(uri, firmware.fetch(uri), depth);
        for (var line = script.nextLine(); line.isPresent(); line = script.nextLine()) {
            var outcome = line(script, line.get());
            if (outcome.isPresent()) {
                return outcome;
            }
        }
        return Optional.empty();
    }

    /**
     * Commands joined by {@code &&} and {@code ||} are judged from left to right: each runs, or not, by how the last one that ran
     * went. So {@code iseq a b && goto c ||} does not fail.
     */
    private Optional<Outcome> line(Script script, String line) throws IOException, InterruptedException {
        IOException failure = null;
        String condition = Line.AND;
        String rest = line;
        while (!condition.isEmpty()) {
            var split = Line.split(rest);
            if (condition.equals(Line.AND) == (failure == null)) {
                failure = null;
                var words = Line.words(settings.expand(split.command()));
                try {
                    var outcome = command(script, words);
                    if (outcome.isPresent() || script.hasMoved()) {
                        return outcome;
                    }
                } catch (IOException e) {
                    failure = e;
                }
            }
            condition = split.separator();
            rest = split.rest();
        }
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    private Optional<Outcome> command(Script script, List<String> words) throws IOException, InterruptedException {
        if (words.isEmpty() || WITHOUT_EFFECT.contains(words.getFirst())) {
            return Optional.empty();
        }
        var operands = Line.operands(words);
        switch (words.getFirst()) {
            case "goto" -> script.jump(operand(operands, "a label"));
            case "exit" -> {
                int status = operands.isEmpty() ? 0 : number(operands.getFirst());
                require(status == 0, "the script exited with " + status);
                script.end();
            }
            case "set" ->
                settings.set(operand(operands, "a name"), String.join(" ", operands.subList(1, operands.size())));
            case "clear" -> settings.clear(operand(operands, "a name"));
            case "inc" -> {
                int by = operands.size() > 1 ? number(operands.get(1)) : 1;
                require(settings.increase(operand(operands, "a name"), by), "the number is too large");
            }
            case "isset" -> require(!operands.isEmpty(), "it is not set");
            case "iseq" ->
                require(operands.size() == 2 && operands.get(0).equals(operands.get(1)), "they are not equal");
            case "sleep" -> firmware.sleep(number(operand(operands, "a number of seconds")));
            case "chain" -> {
                return script(script.resolve(operand(operands, "a URI")), script.depth() + 1);
            }
            case "kernel", "imgselect" -> select(script, operands);
            case "imgargs" -> arguments = operands.subList(Math.min(1, operands.size()), operands.size());
            case "initrd", "module" -> initrds.add(script.resolve(operand(operands, "a URI")));
            case "boot" -> {
                return Optional.of(boot(script, operands));
            }
            case "sanboot" -> {
                require(firmware.hasBootableDisk(), "drive 0x80 cannot be booted");
                return Optional.of(new Outcome.LocalDisk());
            }
            case "reboot" -> {
                return Optional.of(new Outcome.Restart());
            }
            case "poweroff" -> {
                return Optional.of(new Outcome.PowerOff());
            }
            default -> throw new IOException(words.getFirst() + ": command not found");
        }
        return Optional.empty();
    }

    private void select(Script script, List<String> operands) throws IOException {
        kernel = script.resolve(operand(operands, "a URI"));
        arguments = operands.subList(1, operands.size());
    }

    private Outcome boot(Script script, List<String> operands) throws IOException {
        if (!operands.isEmpty()) {
            select(script, operands);
        }
        var selected = kernel;
        if (selected == null) {
            throw new IOException("no image is selected");
        }
        return new Outcome.Kernel(selected, arguments, initrds);
    }

    private static String operand(List<String> operands, String what) throws IOException {
        require(!operands.isEmpty(), what + " is missing");
        return operands.getFirst();
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }

    private static int number(String text) throws IOException {
        require(text.matches("\\d{1,6}"), "not a number: " + text);
        return Integer.parseInt(text);
    }
}
