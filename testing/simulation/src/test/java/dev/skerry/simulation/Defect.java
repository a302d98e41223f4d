package dev.skerry.simulation;

/** What is broken on purpose, to see that somebody notices. */
enum Defect {
    NONE
}
