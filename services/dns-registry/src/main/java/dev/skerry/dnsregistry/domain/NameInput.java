package dev.skerry.dnsregistry.domain;

/** What a name is told. */
public sealed interface NameInput {

    /**
     * An app answers at a cluster and is to be found under this name.
     *
     * @param app tenant/name
     * @param port TCP, 1 to 65535
     * @param ttlSeconds at least 0
     * @param target the cluster
     */
    record Available(String app, int port, int ttlSeconds, Target target) implements NameInput {}

    /**
     * An app no longer answers at a cluster.
     *
     * @param app tenant/name
     * @param clusterId the cluster
     */
    record Gone(String app, String clusterId) implements NameInput {}

    /** A deadline; names have none. */
    record Woken() implements NameInput {}
}
