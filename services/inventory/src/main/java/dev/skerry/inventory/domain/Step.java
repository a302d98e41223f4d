package dev.skerry.inventory.domain;

import java.time.Instant;

/**
 * One step of a machine's life.
 *
 * @param at when it was taken; milliseconds
 * @param reason for a person; may be empty
 */
public record Step(Lifecycle lifecycle, Instant at, String reason) {}
