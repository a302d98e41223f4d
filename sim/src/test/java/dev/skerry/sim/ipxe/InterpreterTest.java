package dev.skerry.sim.ipxe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InterpreterTest {

    private static final URI FIRST = URI.create("http://door:8080/boot/copenhagen/boot.ipxe");

    private static final class FakeFirmware implements Firmware {

        final Map<String, String> scripts = new HashMap<>();
        final List<String> fetched = new ArrayList<>();
        final List<Integer> slept = new ArrayList<>();
        boolean disk;

        @Override
        public String fetch(URI uri) throws IOException {
            fetched.add(uri.toString());
            String script = scripts.get(uri.getPath());
            if (script == null) {
                throw new IOException("404");
            }
            return script;
        }

        @Override
        public void sleep(int seconds) {
            slept.add(seconds);
        }

        @Override
        public Optional<String> setting(String name) {
            return Optional.ofNullable(Map.of(
                            "mac", "52:54:00:00:01:01",
                            "uuid", "0f-1e",
                            "product", "Model 8 & more",
                            "buildarch", "x86_64",
                            "index", "mac")
                    .get(name));
        }

        @Override
        public boolean hasBootableDisk() {
            return disk;
        }
    }

    private static Outcome run(FakeFirmware firmware, String script) throws InterruptedException {
        firmware.scripts.put(FIRST.getPath(), "#!ipxe\n" + script);
        return new Interpreter(firmware).run(FIRST);
    }

    private static Outcome.Kernel kernel(String uri, String... arguments) {
        return new Outcome.Kernel(URI.create(uri), List.of(arguments), List.of());
    }

    static Stream<Arguments> scripts() {
        return Stream.of(
                arguments("kernel http://x/k a=1 b\nboot", kernel("http://x/k", "a=1", "b")),
                arguments("kernel k\nboot", kernel("http://door:8080/boot/copenhagen/k")),
                arguments("kernel --name vm /k\nboot", kernel("http://door:8080/k")),
                arguments(
                        "kernel /k old\nimgargs k new ${mac}\nboot",
                        kernel("http://door:8080/k", "new", "52:54:00:00:01:01")),
                arguments("boot /k x=${net0/mac:hexhyp}", kernel("http://door:8080/k", "x=52-54-00-00-01-01")),
                arguments("boot /k ${mac:hexraw} ${unknown} y", kernel("http://door:8080/k", "525400000101", "y")),
                arguments("boot /k ${net0/${index}}", kernel("http://door:8080/k", "52:54:00:00:01:01")),
                arguments("boot /k ${product:uristring}", kernel("http://door:8080/k", "Model%208%20%26%20more")),
                arguments("set a 1 2\nset b ${a}3\nboot /k ${b}", kernel("http://door:8080/k", "1", "23")),
                arguments("set a 1\nclear a\nisset ${a} || boot /no\nboot /k", kernel("http://door:8080/no")),
                arguments("# boot /no\n\n  goto end\nboot /no\n:end\nboot /k", kernel("http://door:8080/k")),
                arguments(
                        "iseq ${buildarch} x86_64 && goto x || goto y\n:y\nboot /y\n:x\nboot /x",
                        kernel("http://door:8080/x")),
                arguments(
                        "iseq ${buildarch} arm64 && goto x ||\ngoto y\n:y\nboot /y\n:x\nboot /x",
                        kernel("http://door:8080/y")),
                arguments("iseq a b && boot /no\nboot /no", new Outcome.NextDevice("they are not equal")),
                arguments("iseq a b && boot /no || boot /k", kernel("http://door:8080/k")),
                arguments("goto x && boot /no\nboot /no\n:x\nboot /k", kernel("http://door:8080/k")),
                arguments(
                        ":ask\niseq ${tried} 1 && boot /k ||\nset tried 1\nchain --autofree --replace /missing ||\nsleep 5\ngoto ask",
                        kernel("http://door:8080/k")),
                arguments(
                        "set tries:int32 0\n:ask\ninc tries\niseq ${tries} 3 || goto ask\nboot /k ${tries:int32}",
                        kernel("http://door:8080/k", "3")),
                arguments("inc tries 5\ninc net0/tries\nboot /k ${tries}", kernel("http://door:8080/k", "6")),
                arguments("inc || boot /k", kernel("http://door:8080/k")),
                arguments("iseq a b || boot /k", kernel("http://door:8080/k")),
                arguments("iseq a a || boot /no\nboot /k", kernel("http://door:8080/k")),
                arguments("chain /missing || boot /k", kernel("http://door:8080/k")),
                arguments("chain /missing\nboot /no", new Outcome.NextDevice("404")),
                arguments("chain --autofree --replace /ends && boot /k", kernel("http://door:8080/k")),
                arguments("chain /fails || boot /k", kernel("http://door:8080/k")),
                arguments("chain /fails && boot /no", new Outcome.NextDevice("the script exited with 3")),
                arguments("chain /relative", kernel("http://door:8080/dir/k")),
                arguments("chain /notscript || boot /k", kernel("http://door:8080/k")),
                arguments(
                        "sanboot --no-describe --drive 0x80 || exit",
                        new Outcome.NextDevice("the script came to its end")),
                arguments("chain http://[broken || boot /k", kernel("http://door:8080/k")),
                arguments("goto nowhere", new Outcome.NextDevice("there is no label nowhere")),
                arguments("boot", new Outcome.NextDevice("no image is selected")),
                arguments("prompt hello", new Outcome.NextDevice("prompt: command not found")),
                arguments("dhcp && echo hello\nreboot", new Outcome.Restart()),
                arguments("poweroff", new Outcome.PowerOff()),
                arguments("exit", new Outcome.NextDevice("the script came to its end")));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void doesWhatTheScriptSays(String script, Outcome expected) throws InterruptedException {
        var firmware = new FakeFirmware();
        firmware.scripts.put("/ends", "#!ipxe\nexit\nboot /no");
        firmware.scripts.put("/fails", "#!ipxe\nexit 3");
        firmware.scripts.put("/relative", "#!ipxe\nchain dir/next");
        firmware.scripts.put("/dir/next", "#!ipxe\nboot k");
        firmware.scripts.put("/notscript", "<html>");
        assertThat(run(firmware, script)).isEqualTo(expected);
    }

    @Test
    void theScriptsOfTheProtocol() throws InterruptedException {
        var firmware = new FakeFirmware();
        firmware.disk = true;
        firmware.scripts.put("/boot/copenhagen/52-54-00-00-01-01/script", """
                #!ipxe
                kernel http://door:8080/boot/files/vmlinuz skerry.action=inspect skerry.nonce=N skerry.provisioner=http://door:8080
                initrd http://door:8080/boot/files/initrd
                boot
                """);
        assertThat(run(firmware, "chain ${net0/mac:hexhyp}/script?uuid=${uuid}&serial=${serial}&arch=${buildarch}\n"))
                .isEqualTo(new Outcome.Kernel(
                        URI.create("http://door:8080/boot/files/vmlinuz"),
                        List.of("skerry.action=inspect", "skerry.nonce=N", "skerry.provisioner=http://door:8080"),
                        List.of(URI.create("http://door:8080/boot/files/initrd"))));
        assertThat(firmware.fetched)
                .last()
                .isEqualTo("http://door:8080/boot/copenhagen/52-54-00-00-01-01/script?uuid=0f-1e&serial=&arch=x86_64");
        assertThat(run(firmware, "sanboot --no-describe --drive 0x80 || exit")).isEqualTo(new Outcome.LocalDisk());
    }

    @Test
    void aWaitingMachineStartsAnewAfterManyRounds() throws InterruptedException {
        var firmware = new FakeFirmware();
        assertThat(run(firmware, "sleep 5\nchain " + FIRST)).isEqualTo(new Outcome.Restart());
        assertThat(firmware.slept).hasSizeGreaterThan(100).containsOnly(5);
    }
}
