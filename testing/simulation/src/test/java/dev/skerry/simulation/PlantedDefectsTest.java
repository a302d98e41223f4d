package dev.skerry.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.simulation.Simulation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A check that cannot fail is none: each invariant catches the defect that is planted for it. */
class PlantedDefectsTest {

    private static final int SEEDS = 300;

    static final Map<Defect, String> CAUGHT_BY = Map.ofEntries(
            Map.entry(Defect.LOG_REPEATS, "NoDuplicateEventIds"),
            Map.entry(Defect.DECIDER_THROWS, "NoInternalErrors"),
            Map.entry(Defect.LETTERS_LOST, "RefusalsAreTold"),
            Map.entry(Defect.STATE_DIFFERS, "StateEqualsReplay"),
            Map.entry(Defect.NO_DEADLINES, "EveryWaitHasDeadline"),
            Map.entry(Defect.MAC_TWICE, "OneMachinePerMac"),
            Map.entry(Defect.ONE_NONCE, "AttemptsOnlyGrow"),
            Map.entry(Defect.INSTALLED_TWICE, "InstalledOncePerAttempt"),
            Map.entry(Defect.WIPES_ACTIVE, "ActiveNeverReinstalls"),
            Map.entry(Defect.SERVES_IMPOSTORS, "ImpostorsGetNoWork"),
            Map.entry(Defect.CLAIMED_TWICE, "ClaimedOnce"),
            Map.entry(Defect.OVERBOOKS, "CapacityNeverExceeded"),
            Map.entry(Defect.LEAVES_EARLY, "ReplacementBeforeRemoval"),
            Map.entry(Defect.STOPS_AT_ONCE, "DrainBeforeStop"),
            Map.entry(Defect.GONE_AT_ONCE, "FreedOnlyWhenGone"),
            Map.entry(Defect.DESIRED_TWICE, "GenerationsOnlyGrow"),
            Map.entry(Defect.AGENT_CLEARS, "NothingRemovedUnlessTold"),
            Map.entry(Defect.DISK_FORGETS, "ReportNumbersOnlyGrow"),
            Map.entry(Defect.DISK_TEARS, "DiskIsAlwaysWhole"),
            Map.entry(Defect.LOG_LOSES, "Converged"));

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void isCaught(Defect defect) {
        String invariant = CAUGHT_BY.get(defect);
        List<String> others = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Outcome outcome = Simulation.run(Options.of(seed, 500).with(defect));
            if (outcome.failed()) {
                String caught = outcome.failure().get().invariant();
                if (caught.equals(invariant)) {
                    return;
                }
                others.add(seed + ": " + caught);
            }
        }
        assertThat(others)
                .as("%s catches %s within %d seeds", invariant, defect, SEEDS)
                .contains(invariant);
    }
}
