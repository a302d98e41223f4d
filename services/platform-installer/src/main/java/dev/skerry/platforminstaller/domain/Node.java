package dev.skerry.platforminstaller.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A node of a cluster, from its plan on.
 *
 * @param name a DNS label; the machine's name
 * @param nonce of the newest installation attempt
 * @param nonceDeadline when that attempt is given up
 * @param claimId of the claim that won in that attempt
 * @param address the node's own IP address; empty before it joined
 * @param cpuCores logical processors
 * @param memoryMiB mebibytes
 * @param profile with which its newest attempt installs
 */
public record Node(
        String machineId,
        String name,
        Role role,
        Phase phase,
        Optional<String> nonce,
        Optional<Instant> nonceDeadline,
        Optional<String> claimId,
        String address,
        int cpuCores,
        long memoryMiB,
        Optional<InstallProfile.Version> profile) {

    /** What a node does. FIRST_SERVER starts the control plane that the others join. */
    public enum Role {
        FIRST_SERVER,
        SERVER,
        AGENT;

        /** Whether it is part of the control plane. */
        public boolean isServer() {
            return this != AGENT;
        }
    }

    /** How far a node is. */
    public enum Phase {
        ASSIGNED,
        INSTALLING,
        CLAIMED,
        INSTALLED,
        JOINED,
        FAILED
    }

    static Node planned(Machine machine, Role role) {
        return new Node(
                machine.id(),
                machine.name(),
                role,
                Phase.ASSIGNED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                machine.cpuCores(),
                machine.memoryMiB(),
                Optional.empty());
    }

    /** Whether its installation attempt may still be exchanged for the join configuration. */
    public boolean isClaimable(Instant now) {
        return (phase == Phase.INSTALLING || phase == Phase.INSTALLED)
                && claimId.isEmpty()
                && nonceDeadline.filter(now::isBefore).isPresent();
    }

    /** Whether an installation attempt that ends then is newer than the one that is known. */
    boolean isNewAttempt(String otherNonce, Instant deadline) {
        return nonce.filter(otherNonce::equals).isEmpty()
                && nonceDeadline.filter(known -> !deadline.isAfter(known)).isEmpty();
    }

    boolean isJoined() {
        return phase == Phase.JOINED;
    }

    boolean hasFailed() {
        return phase == Phase.FAILED;
    }

    /** Whether it is on its way through the attempt of this nonce, with its join configuration in hand. */
    boolean isJoining(String joiningNonce) {
        return (phase == Phase.CLAIMED || phase == Phase.INSTALLED)
                && claimId.isPresent()
                && nonce.filter(joiningNonce::equals).isPresent();
    }

    Node in(Phase next) {
        return new Node(
                machineId, name, role, next, nonce, nonceDeadline, claimId, address, cpuCores, memoryMiB, profile);
    }

    Node installing(
            Role inThisAttempt, String newNonce, Instant deadline, Optional<InstallProfile.Version> withProfile) {
        return new Node(
                machineId,
                name,
                inThisAttempt,
                Phase.INSTALLING,
                Optional.of(newNonce),
                Optional.of(deadline),
                Optional.empty(),
                address,
                cpuCores,
                memoryMiB,
                withProfile);
    }

    Node claimed(String winner) {
        Phase next = phase == Phase.INSTALLED ? Phase.INSTALLED : Phase.CLAIMED;
        return new Node(
                machineId,
                name,
                role,
                next,
                nonce,
                nonceDeadline,
                Optional.of(winner),
                address,
                cpuCores,
                memoryMiB,
                profile);
    }

    Node joined(String itsAddress) {
        return new Node(
                machineId,
                name,
                role,
                Phase.JOINED,
                nonce,
                nonceDeadline,
                claimId,
                itsAddress,
                cpuCores,
                memoryMiB,
                profile);
    }
}
