package dev.skerry.inventory.domain;

import java.util.Optional;

/**
 * One disk of a machine.
 *
 * @param name the kernel's, such as {@code sda}
 * @param sizeBytes bytes
 */
public record Disk(String name, long sizeBytes, Optional<String> serial) {}
