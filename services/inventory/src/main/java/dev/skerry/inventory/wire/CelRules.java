package dev.skerry.inventory.wire;

import dev.skerry.inventory.domain.Facts;
import dev.skerry.inventory.domain.RuleBook;
import dev.skerry.rules.FactRule;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Rules in CEL on facts as the schema names them. Nothing is loaded before the first rule is there. Safe for use by many threads. */
public final class CelRules implements RuleBook {

    private static final int MOST_KEPT = 1_000;

    private final Map<String, FactRule> compiled = new ConcurrentHashMap<>();

    @Override
    public Optional<String> fault(String rule) {
        return FactRule.fault(rule);
    }

    @Override
    public boolean holds(String rule, Facts facts) {
        if (compiled.size() > MOST_KEPT) {
            compiled.clear();
        }
        return compiled.computeIfAbsent(rule, FactRule::of).holds(ValueMapping.facts(facts));
    }
}
