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
    private final ThreadReplacement replacement;

    RuntimeHealth(
            ReadModelLoader readModels, @Nullable StreamsBuilderFactoryBean streams, ThreadReplacement replacement) {
        this.readModels = readModels;
        this.streams = streams;
        this.replacement = replacement;
    }

    @Override
    public Health health() {
        KafkaStreams running = streams == null ? null : streams.getKafkaStreams();
        KafkaStreams.State state = running == null ? null : running.state();
        String trouble = replacement.trouble().orElse("");
        boolean deciding = streams == null || state == KafkaStreams.State.RUNNING && trouble.isEmpty();
        Health.Builder health = deciding && readModels.caughtUp() ? Health.up() : Health.outOfService();
        if (!trouble.isEmpty()) {
            health.withDetail("reason", trouble);
        }
        return health.withDetail("deciders", streams == null ? "none" : String.valueOf(state))
                .withDetail("readModels", readModels.caughtUp() ? "complete" : "reading")
                .build();
    }
}
