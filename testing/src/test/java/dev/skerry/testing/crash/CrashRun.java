package dev.skerry.testing.crash;

import dev.skerry.testing.crash.check.Checker;
import dev.skerry.testing.crash.check.History;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Kills the product, the broker, the registry and agents at seeded moments in several worlds, and checks that nothing was lost and
 * nothing done twice. The last line of its output is the verdict, one JSON object; it ends with 1 when that is not clean.
 *
 * <p>Arguments, each {@code --name value}: folder (where everything is kept, required), kills (all in all, 64), rounds (2), sites (5),
 * machines (24), pace (of the simulator, 3), seed (1). With {@code --check FOLDER} alone it judges the rounds of an earlier run again.
 */
final class CrashRun {

    private CrashRun() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
        }
        Path home = Path.of(System.getProperty("skerry.home")).toAbsolutePath().normalize();
        Path folder = Path.of(given.getOrDefault("folder", given.getOrDefault("check", "")))
                .toAbsolutePath();
        int kills = number(given, "kills", 64);
        int rounds = number(given, "rounds", 2);
        long seed = number(given, "seed", 1);
        Checker checker = new Checker();
        int done = 0;
        for (int round = 1; round <= rounds; round++) {
            Path own = folder.resolve("round-" + round);
            if (given.containsKey("check")) {
                checker.add(History.read(
                        List.of(own.resolve("sim/state/ledger.jsonl"), own.resolve("journal.jsonl")),
                        own.resolve("topics.jsonl")));
                continue;
            }
            int share = (kills - done) / (rounds - round + 1);
            out.printf("round %d of %d: %d kills, seed %d%n", round, rounds, share, seed + round);
            checker.add(new Round(home, own, seed + round, out)
                    .run(
                            share,
                            number(given, "sites", 5),
                            number(given, "machines", 24),
                            number(given, "pace", 3),
                            done + 1));
            done += share;
            checker.violations().forEach(violation -> out.println(violation.invariant() + ": " + violation.what()));
        }
        out.println(checker.line());
        System.exit(checker.isClean() ? 0 : 1);
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        return Integer.parseInt(given.getOrDefault(name, String.valueOf(otherwise)));
    }
}
