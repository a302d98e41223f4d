package dev.skerry.testing.crash;

import dev.skerry.cli.sim.SimProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Kills one victim after the other at moments drawn from its seed, and waits each time for the killed one's return. Several run side
 * by side; but while the product as a whole is away its broker and registry are let come up.
 */
final class Killer implements Callable<Void> {

    private static final Duration PROGRESS = Duration.ofSeconds(60);
    private static final Duration FIRST_AGENT = Duration.ofMinutes(5);

    private final Shared shared;
    private final List<Victim> victims;
    private final int longestPauseMillis;
    private final Random random;
    private String lastStage = "";

    /**
     * What the killers of a round share.
     *
     * @param number of the last kill
     */
    record Shared(
            Product product,
            SimProcess sim,
            Journal journal,
            PrintStream out,
            AtomicInteger number,
            ReentrantReadWriteLock whole) {}

    /** @param longestPauseMillis between a return and the next kill */
    Killer(Shared shared, List<Victim> victims, int longestPauseMillis, long seed) {
        this.shared = shared;
        this.victims = victims;
        this.longestPauseMillis = longestPauseMillis;
        this.random = new Random(seed);
    }

    @Override
    public Void call() throws IOException, InterruptedException {
        int done = 0;
        for (Victim victim : victims) {
            if (done++ == victims.size() / 2) {
                awaitAgents();
            }
            do {
                awaitProgress();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(longestPauseMillis));
            } while (!kill(victim));
        }
        return null;
    }

    /** Kills must find the chain at many stages: where recovery is slow, the next one waits until something moved since the last. */
    private void awaitProgress() throws InterruptedException {
        Waiting.holdsWithin(
                PROGRESS,
                () -> !Stage.counts(shared.product().endpoints().api()).equals(lastStage));
    }

    /** The second half of the kills must find clusters, and what is placed on them. */
    private void awaitAgents() throws InterruptedException {
        Waiting.holdsWithin(
                FIRST_AGENT, () -> !Stage.agents(shared.sim().control()).isEmpty());
    }

    /** Whether there was somebody to kill. */
    private boolean kill(Victim victim) throws IOException, InterruptedException {
        Optional<Lock> lock = lock(victim);
        lock.ifPresent(Lock::lock);
        try {
            String stage = Stage.of(shared.product().endpoints().api());
            List<String> agents = Stage.agents(shared.sim().control());
            long from = System.currentTimeMillis();
            lastStage = stage;
            Optional<String> killed = victim.kill(shared.product(), shared.sim().control(), agents, random);
            killed.ifPresent(name -> tell(victim, name, from, stage));
            return killed.isPresent();
        } finally {
            lock.ifPresent(Lock::unlock);
        }
    }

    private Optional<Lock> lock(Victim victim) {
        return switch (victim) {
            case PRODUCT, EVERYTHING -> Optional.of(shared.whole().writeLock());
            case BROKER, REGISTRY -> Optional.of(shared.whole().readLock());
            case AGENT -> Optional.empty();
        };
    }

    private void tell(Victim victim, String name, long from, String stage) {
        double seconds = (System.currentTimeMillis() - from) / 1000.0;
        shared.journal().write("kill", name, line -> line.put("from", from).put("stage", stage));
        // Of an agent that is away nothing new is known, which makes no name wrong: it is no outage.
        if (victim != Victim.AGENT) {
            shared.journal().write("outage", name, line -> line.put("from", from));
        }
        shared.out()
                .printf(
                        Locale.ROOT,
                        "kill %2d  %-26s back after %5.1f s  at %s%n",
                        shared.number().incrementAndGet(),
                        name,
                        seconds,
                        stage);
    }
}
