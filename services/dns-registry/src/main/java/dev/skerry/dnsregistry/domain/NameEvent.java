package dev.skerry.dnsregistry.domain;

import java.time.Instant;
import java.util.List;

/** What is decided of a name. */
public sealed interface NameEvent {

    /**
     * The name answers otherwise than before.
     *
     * @param app the owner, tenant/name
     * @param port TCP, 1 to 65535
     * @param ttlSeconds at least 0
     * @param targets all clusters that answer now, by id
     * @param withdrawn the clusters that answered before and no longer do
     * @param at when
     */
    record Changed(
            String name, String app, int port, int ttlSeconds, List<Target> targets, List<String> withdrawn, Instant at)
            implements NameEvent {}

    /**
     * An app wants a name that belongs to another.
     *
     * @param owner tenant/name
     * @param claimant tenant/name
     */
    record ClaimRefused(String name, String owner, String claimant) implements NameEvent {}
}
