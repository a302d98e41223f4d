package dev.skerry.provisioner.domain;

/** Makes nonces. A pure function that cannot be guessed: the same attempt always has the same nonce, no two attempts share one. */
@FunctionalInterface
public interface NonceMint {

    /**
     * The nonce of an attempt.
     *
     * @return at least 20 characters of {@code a-z0-9}
     */
    String mint(String machineId, Attempt attempt, Step purpose);
}
