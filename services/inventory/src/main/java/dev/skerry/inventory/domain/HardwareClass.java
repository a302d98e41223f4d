package dev.skerry.inventory.domain;

import java.time.Instant;

/**
 * A kind of machine, told by a rule on its facts.
 *
 * @param name a DNS label
 * @param rule as {@link RuleBook} takes it
 * @param description for a person
 * @param changedAt milliseconds
 */
public record HardwareClass(String name, String rule, String description, Instant changedAt) {}
