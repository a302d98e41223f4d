package dev.skerry.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Asks a peer every two seconds whether it is there: one small call at a time, whoever asks for health how often. It is away when it
 * has not answered for six seconds, so that one slow answer changes nothing.
 */
final class PeerProbe implements HealthIndicator, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PeerProbe.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration AWAY_AFTER = Duration.ofSeconds(6);

    private final String name;
    private final String address;
    private final String remedy;
    private final Callable<?> question;
    private final InstantSource clock;
    private volatile Answered answered;
    private volatile boolean running;
    private @Nullable Thread thread;

    /** @param reason why there was no answer since, empty when there was */
    private record Answered(Instant last, boolean once, String reason) {}

    /**
     * @param name for a person, such as {@code broker}
     * @param remedy what to do when it is away
     * @param question asks the peer; throws when it does not answer within some seconds
     */
    PeerProbe(String name, String address, String remedy, Callable<?> question, InstantSource clock) {
        this.name = name;
        this.address = address;
        this.remedy = remedy;
        this.question = question;
        this.clock = clock;
        this.answered = new Answered(clock.instant(), false, "it was not asked yet");
    }

    @Override
    public Health health() {
        Answered known = answered;
        boolean away = !known.once() || known.last().plus(AWAY_AFTER).isBefore(clock.instant());
        if (!away) {
            return Health.up().withDetail("address", address).build();
        }
        return Health.outOfService()
                .withDetail("address", address)
                .withDetail("reason", "no answer since " + known.last() + ": " + known.reason())
                .withDetail("remedy", remedy)
                .build();
    }

    /** Asks once and keeps what came of it. */
    void ask() throws InterruptedException {
        Answered before = answered;
        try {
            question.call();
            if (!before.reason().isEmpty() && before.once()) {
                LOG.info("the {} at {} answers again", name, address);
            }
            answered = new Answered(clock.instant(), true, "");
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (before.reason().isEmpty()) {
                LOG.warn("the {} at {} does not answer: {}", name, address, e.toString());
            }
            answered = new Answered(before.last(), before.once(), reason(e));
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return List.of(root.getClass().getSimpleName(), String.valueOf(root.getMessage())).stream()
                .filter(each -> !each.equals("null"))
                .reduce((type, message) -> type + ": " + message)
                .orElse("");
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name(name + "-probe").start(() -> {
            try {
                while (running) {
                    ask();
                    Thread.sleep(EVERY);
                }
            } catch (InterruptedException e) {
                LOG.debug("the probe of the {} stops", name);
            }
        });
    }

    @Override
    public void stop() {
        running = false;
        Thread asking = thread;
        if (asking != null) {
            asking.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything that uses the peer. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
