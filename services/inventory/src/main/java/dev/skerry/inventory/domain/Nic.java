package dev.skerry.inventory.domain;

import java.util.Optional;

/**
 * One network interface of a machine.
 *
 * @param name the kernel's, such as {@code eth0}
 * @param mac as the machine says it
 * @param driver the kernel's, such as {@code igb}
 * @param speedMbps of the link, megabits a second
 */
public record Nic(String name, String mac, Optional<String> driver, Optional<Integer> speedMbps) {}
