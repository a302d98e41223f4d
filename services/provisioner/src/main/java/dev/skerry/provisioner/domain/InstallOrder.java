package dev.skerry.provisioner.domain;

/**
 * How a machine's disk is written.
 *
 * @param profile name of the install profile that says it
 * @param version of that profile, from 1
 * @param kernel path below the boot files; empty for the ramdisk's own
 * @param initrd path below the boot files; empty for the ramdisk's own
 * @param image path below the boot files, or an http or https URL
 * @param imageSha256 of the image's file as it is served, in hex; empty for that of the boot file
 * @param disk as the ramdisk takes it; empty for the smallest
 */
public record InstallOrder(
        String profile, int version, String kernel, String initrd, String image, String imageSha256, String disk) {}
