package dev.skerry.runtime;

import dev.skerry.catalogue.Store;
import dev.skerry.catalogue.Topics;
import dev.skerry.kernel.Decider;
import dev.skerry.schemas.clusters.SiteMachine;
import dev.skerry.schemas.inventory.Facts;
import dev.skerry.schemas.provisioning.FailureReported;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import dev.skerry.schemas.provisioning.MachineRetryRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A decider small enough to see through: counts requests of a machine, and 10 s after the last one says how many there were. The
 * count lives in {@code cpuCores} of a stored record.
 */
final class CountingDecider implements Decider<CountingDecider.Count, CountingDecider.Input, CountingDecider.Event> {

    static final Store STORE = Topics.SITE_CLUSTERS_STORE;
    static final Duration QUIET = Duration.ofSeconds(10);

    record Count(String key, int count, Optional<Instant> tellAt) {}

    sealed interface Input {}

    record Seen(String reason) implements Input {}

    record Woken() implements Input {}

    sealed interface Event {}

    record Counted(Instant tellAt) implements Event {}

    record Told(int count) implements Event {}

    record Refused(String reason) implements Event {}

    static DeciderTopology<Count, Input, Event> topology() {
        return DeciderTopology.of("counting", STORE, new CountingDecider(), new CountingWire());
    }

    @Override
    public Count initial(String key) {
        return new Count(key, 0, Optional.empty());
    }

    @Override
    public List<Event> decide(Count state, Input input, Instant now) {
        return switch (input) {
            case Seen seen when seen.reason().equals("refuse") -> List.of(new Refused("not like this"));
            case Seen seen when seen.reason().equals("break") -> throw new IllegalStateException("broken decider");
            case Seen _ -> List.of(new Counted(now.plus(QUIET)));
            case Woken _ ->
                state.tellAt().filter(at -> !at.isAfter(now)).isPresent()
                        ? List.of(new Told(state.count()))
                        : List.of();
        };
    }

    @Override
    public Count evolve(Count state, Event event) {
        return switch (event) {
            case Counted counted -> new Count(state.key(), state.count() + 1, Optional.of(counted.tellAt()));
            case Told _ -> new Count(state.key(), state.count(), Optional.empty());
            case Refused _ -> state;
        };
    }

    @Override
    public Optional<Instant> wakeAt(Count state) {
        return state.tellAt();
    }

    private static final class CountingWire implements Wire<Count, Input, Event> {

        @Override
        public Optional<Input> input(Received received) {
            return switch (received.record()) {
                case MachineReleaseRequested release -> {
                    if (release.getReason().isEmpty()) {
                        throw new IllegalArgumentException("reason: is empty; say why");
                    }
                    yield Optional.of(new Seen(release.getReason()));
                }
                case FailureReported failure -> Optional.of(new Seen(failure.getReason()));
                default -> Optional.empty();
            };
        }

        @Override
        public Input woken() {
            return new Woken();
        }

        @Override
        public List<Outgoing> outgoing(Event event, Count after) {
            return switch (event) {
                case Told told ->
                    List.of(Outgoing.publish(
                            Topics.PROVISIONING_REQUESTS,
                            after.key(),
                            new MachineRetryRequested(after.key(), "count " + told.count())));
                case Counted _ -> List.of();
                case Refused refused -> List.of(Outgoing.refuse("reason", refused.reason()));
            };
        }

        @Override
        public List<Entry> changed(String key, Count after, List<Event> events) {
            return List.of(Entry.stored("", record(after)));
        }

        @Override
        public Count restored(String key, List<SpecificRecord> entries) {
            SiteMachine stored = (SiteMachine) entries.getFirst();
            Optional<Instant> tellAt =
                    stored.getName().isEmpty() ? Optional.empty() : Optional.of(Instant.parse(stored.getName()));
            return new Count(key, stored.getFacts().getCpuCores(), tellAt);
        }

        private static SiteMachine record(Count count) {
            Facts facts = Facts.newBuilder()
                    .setArchitecture("")
                    .setCpuCores(count.count())
                    .setMemoryMiB(0)
                    .build();
            return SiteMachine.newBuilder()
                    .setMachineId(count.key())
                    .setName(count.tellAt().map(Instant::toString).orElse(""))
                    .setSite("")
                    .setFacts(facts)
                    .setAvailable(false)
                    .build();
        }
    }
}
