package dev.skerry.testing.crash.check;

/** Something that must not be. */
public record Violation(String invariant, String what) {}
