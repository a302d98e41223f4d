package dev.skerry.provisioner.domain;

/**
 * What a machine is to become.
 *
 * @param clusterId the cluster whose node it is to be
 * @param nodeName a DNS label; the host name
 */
public record Assignment(String clusterId, String nodeName) {}
