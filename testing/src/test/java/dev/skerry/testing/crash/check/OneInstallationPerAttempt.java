package dev.skerry.testing.crash.check;

import java.util.List;

/** A nonce, which names an attempt, writes one system to one disk. */
public final class OneInstallationPerAttempt implements Invariant {

    @Override
    public String name() {
        return "one-installation-per-attempt";
    }

    @Override
    public List<String> check(History history) {
        return History.repeated(history.effects("image-written").map(effect -> effect.text("nonce"))).stream()
                .map(nonce -> "an image was written for the attempt " + nonce)
                .toList();
    }
}
