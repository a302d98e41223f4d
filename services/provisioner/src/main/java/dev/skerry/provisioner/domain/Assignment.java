package dev.skerry.provisioner.domain;

import java.util.Optional;

/**
 * What a machine is to become.
 *
 * @param clusterId the cluster whose node it is to be
 * @param nodeName a DNS label; the host name
 * @param install how it is installed; empty for as the boot files are
 */
public record Assignment(String clusterId, String nodeName, Optional<InstallOrder> install) {

    /** As the boot files are. */
    public Assignment(String clusterId, String nodeName) {
        this(clusterId, nodeName, Optional.empty());
    }

    /** The same node, installed otherwise. */
    public Assignment installedBy(Optional<InstallOrder> order) {
        return new Assignment(clusterId, nodeName, order);
    }

    /** Whether it is the same node of the same cluster, however it is installed. */
    boolean isSameNodeAs(Assignment other) {
        return clusterId.equals(other.clusterId) && nodeName.equals(other.nodeName);
    }
}
