package dev.skerry.sim.world;

/**
 * A machine as it was built.
 *
 * @param number from 0, its place in the world
 * @param name the simulator's name of it, and its Redfish system's
 * @param mac lower-case with colons
 * @param hasBmc whether Redfish controls its power; else only Wake-on-LAN does, and nobody announces the machine
 */
public record MachineSpec(int number, String name, String site, String mac, boolean hasBmc, Facts facts) {}
