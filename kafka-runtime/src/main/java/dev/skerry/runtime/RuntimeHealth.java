package dev.skerry.runtime;

import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** Up while the deciders run and the read models are complete; says why when it is not. */
final class RuntimeHealth implements HealthIndicator {

    private final ReadModelLoader readModels;
    private final @Nullable StreamsBuilderFactoryBean streams;

    RuntimeHealth(ReadModelLoader readModels, @Nullable StreamsBuilderFactoryBean streams) {
        this.readModels = readModels;
        this.streams = streams;
    }

    @Override
    public Health health() {
        KafkaStreams running = streams == null ? null : streams.getKafkaStreams();
        KafkaStreams.State state = running == null ? null : running.state();
        boolean deciding = streams == null || state == KafkaStreams.State.RUNNING;
        Health.Builder health = deciding && readModels.caughtUp() ? Health.up() : Health.outOfService();
        return health.withDetail("deciders", streams == null ? "none" : String.valueOf(state))
                .withDetail("readModels", readModels.caughtUp() ? "complete" : "reading")
                .build();
    }
}
