package dev.skerry.sim.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.sim.faults.MachineFaults.Death;
import dev.skerry.sim.world.MachineSpec;
import dev.skerry.sim.world.Spare;
import dev.skerry.sim.world.World;
import dev.skerry.sim.world.WorldGenerator;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {

    private static final int SITES = 100;
    private static final int MACHINES = 1000;

    private final World world = World.of(new WorldGenerator(SITES, MACHINES, 1, true).generate(), 1);
    private final Map<String, Integer> spare = Spare.of(new WorldGenerator(SITES, MACHINES, 1, true).generate());

    @Test
    void theSameSeedAndWorldHaveTheSameFaults() {
        assertThat(FaultPlan.of(7, world, spare)).isEqualTo(FaultPlan.of(7, world, spare));
        assertThat(FaultPlan.of(8, world, spare)).isNotEqualTo(FaultPlan.of(7, world, spare));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyKindIsThereInItsShare(long seed) {
        var plan = FaultPlan.of(seed, world, spare);
        var bmcs = new EnumMap<Fault, Integer>(Fault.class);
        plan.machines().values().stream()
                .flatMap(faults -> faults.bmc().stream())
                .forEach(bmc -> bmcs.merge(bmc.kind(), 1, Integer::sum));
        assertThat(bmcs)
                .containsOnlyKeys(Fault.BMC_HANG, Fault.BMC_ERROR, Fault.BMC_LIE, Fault.BMC_DROP, Fault.TLS_DROP);
        assertThat(bmcs.values().stream().mapToInt(Integer::intValue).sum()).isBetween(90, 180);
        assertThat(count(plan, faults -> faults.death().isPresent())).isBetween(20L, 60L);
        assertThat(count(plan, faults -> faults.silence().isPresent())).isBetween(15L, 60L);
        assertThat(count(plan, faults -> faults.repeated().isPresent())).isBetween(60L, 140L);
        assertThat(count(plan, faults -> faults.delayed().isPresent())).isBetween(60L, 140L);
        assertThat(count(plan, faults -> faults.reordered().isPresent())).isBetween(60L, 140L);
        assertThat(count(plan, faults -> !faults.clockAhead().isZero())).isBetween(60L, 140L);
        assertThat(plan.sites().values().stream().filter(site -> site.cut().isPresent()))
                .hasSizeBetween(10, 40);
        assertThat(plan.sites().values().stream().filter(site -> site.kill().isPresent()))
                .hasSizeBetween(10, 40);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatNeverEndsIsNotPlanned(long seed) {
        var plan = FaultPlan.of(seed, world, spare);
        var dead = new HashMap<String, Integer>();
        for (var machine : world.machines()) {
            var faults = plan.ofMachine(machine.name());
            faults.death().ifPresent(death -> {
                dead.merge(machine.site(), 1, Integer::sum);
                assertThat(machine.hasBmc() || death != Death.AT_BOOT)
                        .as("a machine that nobody announced and that never boots is known to nobody")
                        .isTrue();
            });
            assertThat(faults.silence().isEmpty() || machine.hasBmc())
                    .as("nobody can reset it")
                    .isTrue();
            faults.bmc().ifPresent(bmc -> assertThat(bmc.times()).isBetween(1, 12));
            assertThat(faults.delay()).isLessThanOrEqualTo(Duration.ofSeconds(5));
            assertThat(faults.clockAhead().abs()).isLessThanOrEqualTo(Duration.ofMinutes(10));
        }
        dead.forEach((site, many) -> assertThat(many).isLessThanOrEqualTo(spare.getOrDefault(site, 0)));
    }

    @Test
    void nobodyDiesWhereEveryMachineIsNeeded() {
        var tight = new WorldGenerator(SITES, MACHINES, 1).generate();
        assertThat(Spare.of(tight).values()).containsOnly(0);
        var plan = FaultPlan.of(1, World.of(tight, 1), Spare.of(tight));
        assertThat(count(plan, faults -> faults.death().isPresent())).isZero();
    }

    @Test
    void badPowerControllersAreSoManyAndBadForGood() {
        var plan = FaultPlan.badBmcs(1, 5, world, spare);
        assertThat(FaultPlan.badBmcs(1, 5, world, spare)).isEqualTo(plan);
        long controlled = world.machines().stream().filter(MachineSpec::hasBmc).count();
        assertThat((double) plan.machines().size()).isCloseTo(controlled * 0.05, Offset.offset(0.5));
        assertThat(plan.machines().values().stream().map(faults -> faults.bmc().orElseThrow()))
                .allMatch(MachineFaults.Bmc::isForGood)
                .extracting(MachineFaults.Bmc::kind)
                .containsOnly(Fault.BMC_HANG, Fault.BMC_ERROR, Fault.BMC_LIE, Fault.TLS_DROP);
        var bad = new HashMap<String, Integer>();
        world.machines().stream()
                .filter(machine -> plan.machines().containsKey(machine.name()))
                .forEach(machine -> bad.merge(machine.site(), 1, Integer::sum));
        bad.forEach((site, many) -> assertThat(many).isLessThanOrEqualTo(spare.getOrDefault(site, 0)));
    }

    private static long count(FaultPlan plan, Predicate<MachineFaults> predicate) {
        return plan.machines().values().stream().filter(predicate).count();
    }
}
