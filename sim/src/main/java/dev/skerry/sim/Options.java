package dev.skerry.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the simulator was told.
 *
 * @param provisioner the boot door
 * @param dns the server to ask
 * @param listen the address on which it listens
 * @param host what others reach it under, as it stands in the documents
 * @param wakeOnLanPort UDP; 0 takes a free one
 * @param bmcPort TCP; another one is taken when it is busy
 * @param controlPort TCP; 0 takes a free one
 * @param state what outlives the process
 * @param emit where documents are written
 * @param samples the world's documents; empty when it is generated
 * @param sites how many to generate
 * @param machines how many to generate
 * @param seed of everything that looks random
 * @param pace factor on simulated delays; 1 is realistic, 0 none
 * @param faults the seed of the world's faults; empty when it has none
 * @param badBmcs how many of 100 power controllers misbehave for good
 */
record Options(
        URI provisioner,
        InetSocketAddress dns,
        String zone,
        InetAddress listen,
        String host,
        int wakeOnLanPort,
        int bmcPort,
        int controlPort,
        Path state,
        Path emit,
        Optional<Path> samples,
        int sites,
        int machines,
        long seed,
        double pace,
        OptionalLong faults,
        int badBmcs) {

    /** Whether anything breaks in this world. */
    boolean isFaulty() {
        return faults.isPresent() || badBmcs > 0;
    }

    static final String USAGE = """
            simulated sites: BMCs, machines, agents and DNS clients that speak the real protocols
              --provisioner URL          the boot door (required)
              --dns HOST:PORT            the DNS server to ask (required)
              --zone ZONE                default edge.skerry.test.
              --listen ADDRESS           where it listens, default 127.0.0.1
              --host NAME                what the product reaches it under, default 127.0.0.1
              --wake-on-lan-port N       UDP, default 0 (a free one)
              --bmc-port N               Redfish, default 18000; another one when it is busy
              --control-port N           HTTP, default 0 (a free one)
              --state DIR                disks and power states, resumed at the next start (required)
              --emit DIR                 where the documents are written (required)
              --samples DIR              reads the world from DIR/sites.yaml, machines.yaml, ...
              --sites N --machines M     or generates one
              --seed S                   default 1
              --pace F                   factor on simulated delays, default 1
              --faults S                 things break, by this seed; default: nothing does. On 127.0.0.1 only
              --bad-bmcs N               so many of 100 power controllers misbehave for good; 1 to 50. On 127.0.0.1 only
            """;

    private static final Set<String> NAMES = Set.of(
            "--provisioner",
            "--dns",
            "--zone",
            "--listen",
            "--host",
            "--wake-on-lan-port",
            "--bmc-port",
            "--control-port",
            "--state",
            "--emit",
            "--samples",
            "--sites",
            "--machines",
            "--seed",
            "--pace",
            "--faults",
            "--bad-bmcs");

    /** @throws IllegalArgumentException when they cannot be understood; the message is for a person */
    static Options parse(String... arguments) {
        var words = new ArrayDeque<>(Arrays.asList(arguments));
        var given = new HashMap<String, String>();
        while (!words.isEmpty()) {
            String name = words.removeFirst();
            int equals = name.indexOf('=');
            String value = equals > 0 ? name.substring(equals + 1) : words.pollFirst();
            String option = equals > 0 ? name.substring(0, equals) : name;
            if (!NAMES.contains(option)) {
                throw new IllegalArgumentException("unknown option: " + option);
            }
            if (value == null || given.put(option, value) != null) {
                throw new IllegalArgumentException(option + " needs one value");
            }
        }
        boolean generated = given.containsKey("--sites") || given.containsKey("--machines");
        if (given.containsKey("--samples") == generated) {
            throw new IllegalArgumentException("either --samples, or --sites and --machines, must be given");
        }
        InetAddress listen = address(given.getOrDefault("--listen", "127.0.0.1"));
        boolean broken = given.containsKey("--faults") || given.containsKey("--bad-bmcs");
        if (broken && !listen.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "--faults and --bad-bmcs work on one machine: leave --listen out, for what fails stands between ports of 127.0.0.1");
        }
        if (given.containsKey("--faults") && given.containsKey("--bad-bmcs")) {
            throw new IllegalArgumentException("either --faults or --bad-bmcs, not both");
        }
        return new Options(
                uri(required(given, "--provisioner")),
                hostAndPort(required(given, "--dns")),
                given.getOrDefault("--zone", "edge.skerry.test."),
                listen,
                given.getOrDefault("--host", "127.0.0.1"),
                port(given, "--wake-on-lan-port", 0),
                port(given, "--bmc-port", 18_000),
                port(given, "--control-port", 0),
                Path.of(required(given, "--state")),
                Path.of(required(given, "--emit")),
                Optional.ofNullable(given.get("--samples")).map(Path::of),
                generated ? (int) number(required(given, "--sites"), "--sites", 1, Integer.MAX_VALUE) : 0,
                generated ? (int) number(required(given, "--machines"), "--machines", 1, Integer.MAX_VALUE) : 0,
                number(given.getOrDefault("--seed", "1"), "--seed", Long.MIN_VALUE, Long.MAX_VALUE),
                factor(given.getOrDefault("--pace", "1")),
                given.containsKey("--faults")
                        ? OptionalLong.of(
                                number(required(given, "--faults"), "--faults", Long.MIN_VALUE, Long.MAX_VALUE))
                        : OptionalLong.empty(),
                given.containsKey("--bad-bmcs") ? (int) number(required(given, "--bad-bmcs"), "--bad-bmcs", 1, 50) : 0);
    }

    private static String required(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is required");
        }
        return value;
    }

    private static URI uri(String text) {
        var uri = URI.create(text);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("not a URL: " + text);
        }
        return uri;
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "--listen must be an address of this machine, such as 0.0.0.0: " + text, e);
        }
    }

    private static InetSocketAddress hostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not HOST:PORT: " + text);
        }
        return new InetSocketAddress(
                text.substring(0, colon), (int) number(text.substring(colon + 1), "the DNS port", 1, 65_535));
    }

    private static int port(Map<String, String> given, String name, int otherwise) {
        return (int) number(given.getOrDefault(name, Integer.toString(otherwise)), name, 0, 65_535);
    }

    private static long number(String text, String name, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number: " + text, e);
        }
        throw new IllegalArgumentException("%s must be from %d to %d: %s".formatted(name, least, most, text));
    }

    private static double factor(String text) {
        try {
            double factor = Double.parseDouble(text);
            if (factor >= 0 && factor <= 1000) {
                return factor;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--pace must be a number: " + text, e);
        }
        throw new IllegalArgumentException("--pace must be from 0 to 1000: " + text);
    }
}
