package dev.skerry.runtime;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What every service is told; see docs/configuration.md.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port}, comma-separated
 * @param registryUrl a Confluent-compatible registry
 * @param topicPrefix put before every topic, subject, group and application id; may be empty
 * @param stateDir folder for Kafka Streams' stores
 * @param secretsDir folder with one file or folder a secret
 * @param commitInterval how often a decision's transaction is committed
 */
@ConfigurationProperties("skerry")
public record RuntimeProperties(
        String bootstrapServers,
        String registryUrl,
        @DefaultValue("") String topicPrefix,
        Path stateDir,
        Path secretsDir,
        @DefaultValue("50ms") Duration commitInterval) {}
