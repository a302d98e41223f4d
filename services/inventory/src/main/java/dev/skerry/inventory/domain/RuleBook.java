package dev.skerry.inventory.domain;

import java.util.Optional;

/** Judges rules on facts: the same rule says the same of the same facts, always. */
public interface RuleBook {

    /** What is wrong with a rule, and the remedy; empty when nothing is. */
    Optional<String> fault(String rule);

    /** Whether a rule without a fault holds. */
    boolean holds(String rule, Facts facts);
}
