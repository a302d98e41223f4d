package dev.skerry.testing.crash.check;

import java.util.List;

/** Once nothing is killed any more, the fleet comes to what is wanted of it. The run found out; this reads its verdict. */
public final class Converged implements Invariant {

    @Override
    public String name() {
        return "converged";
    }

    @Override
    public List<String> check(History history) {
        List<Effect> verdicts = history.effects("converged").toList();
        return verdicts.isEmpty()
                ? List.of("the run ended without a verdict")
                : verdicts.stream()
                        .flatMap(verdict -> verdict.line().path("reasons").valueStream())
                        .map(reason -> reason.asString(""))
                        .toList();
    }
}
