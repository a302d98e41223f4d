package dev.skerry.inventory.domain;

import java.util.Optional;

/**
 * One disk of a machine.
 *
 * @param name the kernel's, such as {@code sda}
 * @param sizeBytes bytes
 * @param wwn World Wide Name as the kernel says it, such as {@code naa.5000c500a1b2c3d4}
 * @param rotational whether seeks take time
 */
public record Disk(
        String name,
        long sizeBytes,
        Optional<String> serial,
        Optional<String> model,
        Optional<String> wwn,
        Optional<Boolean> rotational) {}
