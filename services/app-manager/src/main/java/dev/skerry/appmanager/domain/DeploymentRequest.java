package dev.skerry.appmanager.domain;

import java.util.Optional;

/**
 * What is asked to run.
 *
 * @param tenant a DNS label
 * @param name a DNS label
 * @param workload what runs
 * @param placement where
 * @param dns the name under which it is found
 * @param requestedBy who asked; no part of what is asked
 */
public record DeploymentRequest(
        String tenant,
        String name,
        Workload workload,
        PlacementPolicy placement,
        Optional<DnsName> dns,
        String requestedBy) {

    /** The app's id, {@code tenant/name}. */
    public String app() {
        return tenant + "/" + name;
    }

    /** Whether both ask for the same, whoever asked. */
    public boolean asksTheSameAs(DeploymentRequest other) {
        return tenant.equals(other.tenant)
                && name.equals(other.name)
                && workload.equals(other.workload)
                && placement.equals(other.placement)
                && dns.equals(other.dns);
    }
}
