package dev.skerry.inventory.domain;

import java.time.Instant;

/**
 * Why a machine is given no new work.
 *
 * @param reason for a person
 * @param since milliseconds
 */
public record Hold(String reason, Instant since) {}
