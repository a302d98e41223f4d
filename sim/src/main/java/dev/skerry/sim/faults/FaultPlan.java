package dev.skerry.sim.faults;

import dev.skerry.sim.faults.MachineFaults.Bmc;
import dev.skerry.sim.faults.MachineFaults.Contact;
import dev.skerry.sim.faults.MachineFaults.Death;
import dev.skerry.sim.faults.SiteFaults.Spell;
import dev.skerry.sim.world.MachineSpec;
import dev.skerry.sim.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * All faults of a world: the same seed and the same world have the same ones.
 *
 * @param machines by name; those without a fault are left out
 * @param sites by name; those without a fault are left out
 */
public record FaultPlan(Map<String, MachineFaults> machines, Map<String, SiteFaults> sites) {

    public static final FaultPlan NONE = new FaultPlan(Map.of(), Map.of());

    private static final double DEAD = 0.04;
    private static final double BMC = 0.15;
    private static final double TLS = 0.04;
    private static final double SILENT = 0.06;
    private static final double REPEATED = 0.1;
    private static final double DELAYED = 0.1;
    private static final double REORDERED = 0.1;
    private static final double WRONG_CLOCK = 0.1;
    private static final double CUT = 0.25;
    private static final double KILLED = 0.25;

    /** One in so many spells is longer than an agent's silence may be. */
    private static final int LONG_SPELL = 4;

    private static final List<Fault> BMC_KINDS =
            List.of(Fault.BMC_HANG, Fault.BMC_ERROR, Fault.BMC_LIE, Fault.BMC_DROP);

    private static final List<Fault> BAD_KINDS =
            List.of(Fault.BMC_HANG, Fault.BMC_ERROR, Fault.BMC_LIE, Fault.TLS_DROP);

    /**
     * Draws the faults of a world.
     *
     * @param spare by site, how many of its machines its clusters can do without: so many may die there
     */
    public static FaultPlan of(long seed, World world, Map<String, Integer> spare) {
        var root = new SplittableRandom(seed);
        var sites = new LinkedHashMap<String, SiteFaults>();
        for (String site : world.sites().keySet()) {
            var random = root.split();
            var faults = new SiteFaults(
                    some(random, CUT, () -> spell(random, 5_000, 60_000, 4_000, 12_000)),
                    some(random, KILLED, () -> spell(random, 2_000, 12_000, 2_000, 8_000)));
            if (!faults.equals(SiteFaults.NONE)) {
                sites.put(site, faults);
            }
        }
        var machines = new LinkedHashMap<String, MachineFaults>();
        var left = new HashMap<>(spare);
        for (var machine : world.machines()) {
            var random = root.split();
            boolean cut =
                    sites.getOrDefault(machine.site(), SiteFaults.NONE).cut().isPresent();
            boolean dies = random.nextDouble() < DEAD && left.getOrDefault(machine.site(), 0) > 0;
            var faults = dies ? dying(machine, random) : living(machine, random, cut);
            if (dies) {
                left.merge(machine.site(), -1, Integer::sum);
            }
            if (!faults.isNone()) {
                machines.put(machine.name(), faults);
            }
        }
        return new FaultPlan(Map.copyOf(machines), Map.copyOf(sites));
    }

    /**
     * Draws power controllers that misbehave from the beginning and never stop: each hangs, answers errors, lies about the power, or breaks
     * TLS handshakes off. Nothing else goes wrong.
     *
     * @param percent of the power controllers, from 1 to 50
     * @param spare by site, how many of its machines its clusters can do without: so many are bad there at most
     */
    public static FaultPlan badBmcs(long seed, int percent, World world, Map<String, Integer> spare) {
        var random = new SplittableRandom(seed);
        var controlled = new ArrayList<>(
                world.machines().stream().filter(MachineSpec::hasBmc).toList());
        int wanted = (controlled.size() * percent + 50) / 100;
        Collections.shuffle(controlled, random);
        var machines = new LinkedHashMap<String, MachineFaults>();
        var left = new HashMap<>(spare);
        for (var machine : controlled) {
            if (machines.size() < wanted && left.getOrDefault(machine.site(), 0) > 0) {
                left.merge(machine.site(), -1, Integer::sum);
                var kind = BAD_KINDS.get(machines.size() % BAD_KINDS.size());
                machines.put(machine.name(), MachineFaults.of(new Bmc(kind, 0, Bmc.ALWAYS)));
            }
        }
        return new FaultPlan(Map.copyOf(machines), Map.of());
    }

    /** A machine that nobody announced is only known once it booted. */
    private static MachineFaults dying(MachineSpec machine, SplittableRandom random) {
        var all = Death.values();
        int first = machine.hasBmc() ? 0 : 1;
        var none = MachineFaults.NONE;
        return new MachineFaults(
                Optional.of(all[random.nextInt(first, all.length)]),
                none.bmc(),
                none.silence(),
                none.repeated(),
                none.delayed(),
                none.delay(),
                none.reordered(),
                none.clockAhead());
    }

    /** Hangs only where a reset can end them, and not where a cut costs attempts already. */
    private static MachineFaults living(MachineSpec machine, SplittableRandom random, boolean cut) {
        var bmc = some(random, BMC, () -> bmc(random));
        var tls = some(random, TLS, () -> new Bmc(Fault.TLS_DROP, random.nextInt(3), random.nextInt(1, 7)));
        var silence = some(random, SILENT, () -> contact(random, Contact.INSPECTION, Contact.PHONE_HOME));
        var delayed = some(random, DELAYED, () -> contact(random, Contact.values()));
        var delay = Duration.ofMillis(random.nextLong(500, 5_000));
        return new MachineFaults(
                Optional.empty(),
                machine.hasBmc() ? tls.or(() -> bmc) : Optional.empty(),
                machine.hasBmc() && !cut ? silence : Optional.empty(),
                some(random, REPEATED, () -> contact(random, Contact.values())),
                delayed,
                delayed.isPresent() ? delay : Duration.ZERO,
                some(random, REORDERED, () -> contact(random, Contact.values())),
                some(random, WRONG_CLOCK, () -> minutes(random)).orElse(Duration.ZERO));
    }

    private static Bmc bmc(SplittableRandom random) {
        var kind = BMC_KINDS.get(random.nextInt(BMC_KINDS.size()));
        return switch (kind) {
            case BMC_HANG -> new Bmc(kind, random.nextInt(4), random.nextInt(1, 5));
            case BMC_LIE -> new Bmc(kind, random.nextInt(4), random.nextInt(1, 13));
            default -> new Bmc(kind, random.nextInt(4), random.nextInt(1, 9));
        };
    }

    private static Contact contact(SplittableRandom random, Contact... among) {
        return among[random.nextInt(among.length)];
    }

    /** From 1 to 10 minutes, ahead or behind. */
    private static Duration minutes(SplittableRandom random) {
        long seconds = random.nextLong(60, 601);
        return Duration.ofSeconds(random.nextBoolean() ? seconds : -seconds);
    }

    private static Spell spell(SplittableRandom random, long earliest, long latest, long shortest, long longest) {
        long after = random.nextLong(earliest, latest);
        long length = random.nextLong(shortest, longest);
        boolean isLong = random.nextInt(LONG_SPELL) == 0;
        return new Spell(Duration.ofMillis(after), isLong ? Duration.ofSeconds(36) : Duration.ofMillis(length));
    }

    /** Draws as often whether or not it comes to something, so that one fault does not move the others. */
    private static <T> Optional<T> some(SplittableRandom random, double share, Supplier<T> drawn) {
        boolean struck = random.nextDouble() < share;
        T fault = drawn.get();
        return struck ? Optional.of(fault) : Optional.empty();
    }

    MachineFaults ofMachine(String name) {
        return machines.getOrDefault(name, MachineFaults.NONE);
    }

    SiteFaults ofSite(String name) {
        return sites.getOrDefault(name, SiteFaults.NONE);
    }
}
