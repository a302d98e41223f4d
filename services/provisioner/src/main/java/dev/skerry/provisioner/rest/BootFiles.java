package dev.skerry.provisioner.rest;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What machines fetch besides scripts.
 *
 * @param folder with vmlinuz, initrd and what they fetch themselves; without one nothing is served
 */
public record BootFiles(Optional<Path> folder) {}
