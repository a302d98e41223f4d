package dev.skerry.inventory.domain;

/**
 * One network interface of a machine.
 *
 * @param name the kernel's, such as {@code eth0}
 * @param mac as the machine says it
 */
public record Nic(String name, String mac) {}
