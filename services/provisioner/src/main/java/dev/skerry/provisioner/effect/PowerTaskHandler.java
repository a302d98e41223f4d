package dev.skerry.provisioner.effect;

import dev.skerry.catalogue.Topics;
import dev.skerry.kernel.Failure;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
import dev.skerry.provisioner.wire.PowerWire;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.TaskHandler;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.PowerTaskEnded;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out power tasks. A task that is delivered again after it was carried out here has its outcome published again, no more. */
public final class PowerTaskHandler implements TaskHandler<PowerTask>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PowerTaskHandler.class);

    /** Longer than a controller takes to switch, short enough to publish the outcome within the task's time limit. */
    private static final Duration ORDER_LIMIT = Duration.ofSeconds(14);

    private static final int MOST_REMEMBERED = 4096;

    private record TaskTry(String taskId, int attempt) {}

    private final EventPublisher publisher;
    private final PowerControllers controllers;
    private final BiPredicate<PowerTask, EventHeaders> outdated;
    private final Predicate<PowerTask> cameUp;
    private final Clock clock;
    private final Bounded<String, Guard> guards = new Bounded<>(MOST_REMEMBERED, guard -> {});
    private final Bounded<TaskTry, PowerTaskEnded> done = new Bounded<>(MOST_REMEMBERED, outcome -> {});
    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Makes one.
     *
     * @param outdated whether the machine no longer waits for a task
     * @param cameUp whether the machine has booted what a task is for
     */
    public PowerTaskHandler(
            EventPublisher publisher,
            PowerControllers controllers,
            BiPredicate<PowerTask, EventHeaders> outdated,
            Predicate<PowerTask> cameUp,
            Clock clock) {
        this.publisher = publisher;
        this.controllers = controllers;
        this.outdated = outdated;
        this.cameUp = cameUp;
        this.clock = clock;
    }

    @Override
    public void handle(PowerTask task, EventHeaders headers) {
        PowerOrder order = PowerWire.order(task);
        TaskTry name = new TaskTry(order.command().taskId(), order.command().attempt());
        Optional<PowerTaskEnded> before = done.get(name);
        if (before.isPresent()) {
            publish(before.get(), headers);
            return;
        }
        Duration left = Duration.between(clock.instant(), order.command().deadline());
        if (left.toMillis() <= 0) {
            LOG.debug("{} came after its deadline", name);
            return;
        }
        if (outdated.test(task, headers)) {
            LOG.info("{} is over and not carried out any more", name);
            return;
        }
        PowerTaskEnded ended =
                carryOut(order, () -> cameUp.test(task), left.compareTo(ORDER_LIMIT) < 0 ? left : ORDER_LIMIT);
        done.put(name, ended);
        publish(ended, headers);
    }

    @Override
    public Duration timeLimit() {
        return Duration.ofSeconds(28);
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }

    int guarded() {
        return guards.size();
    }

    private PowerTaskEnded carryOut(PowerOrder order, BooleanSupplier isUp, Duration limit) {
        try {
            PowerController controller = controllers.of(order.bmc());
            String address = order.bmc().address();
            Guard guard = address.isEmpty() ? new Guard(order.machineId()) : guards.get(address, Guard::new);
            Seen seen = guard.order(limit, hands, () -> controller.carryOut(order, guard, isUp));
            return ObservationWire.ended(order, Outcome.SUCCEEDED, seen, "");
        } catch (PowerException e) {
            LOG.info("{}: {}", order.command().taskId(), e.getMessage());
            return ObservationWire.ended(
                    order, outcome(e.failure()), Seen.UNKNOWN, e.failure().reason());
        }
    }

    private void publish(PowerTaskEnded ended, EventHeaders cause) {
        publisher.publish(Topics.PROVISIONING_OBSERVATIONS, ended.getMachineId(), ended, cause);
    }

    private static Outcome outcome(Failure failure) {
        return switch (failure) {
            case Failure.Transient _, Failure.Stale _ -> Outcome.TRANSIENT_FAILURE;
            case Failure.Permanent _, Failure.Poison _ -> Outcome.PERMANENT_FAILURE;
        };
    }
}
