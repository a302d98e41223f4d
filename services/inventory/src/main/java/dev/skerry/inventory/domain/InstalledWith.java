package dev.skerry.inventory.domain;

/**
 * One version of an install profile.
 *
 * @param version from 1
 */
public record InstalledWith(String profile, int version) {}
