package dev.skerry.runtime;

import dev.skerry.runtime.settings.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What every service is told; see docs/configuration.md.
 *
 * @param bootstrapServers required: Kafka brokers, host:port, comma-separated
 * @param registryUrl required: a Confluent-compatible registry, such as https://registry:8443/apis/ccompat/v7; http only in local mode
 * @param registryCa certificates of the authorities that the registry's certificate comes from, PEM; without it those of the JDK
 * @param topicPrefix put before every topic, subject, group and application id: letters, digits, dots, underscores, hyphens, or nothing
 * @param stateDir required: folder for Kafka Streams' lock and checkpoint files
 * @param secretsDir required: folder with one file or folder a secret
 * @param commitInterval how often a decision's transaction is committed
 * @param diskReserve with less left on the disk of skerry.state-dir, health is out of service and says so
 * @param localMode whether this is an installation on one machine that nobody else reaches: plain listeners are allowed then
 */
@ConfigurationProperties("skerry")
public record RuntimeProperties(
        String bootstrapServers,
        URI registryUrl,
        @Nullable Path registryCa,
        @DefaultValue("") String topicPrefix,
        Path stateDir,
        Path secretsDir,
        @DefaultValue("50ms") Duration commitInterval,
        @DefaultValue("256MB") DataSize diskReserve,
        @DefaultValue("false") boolean localMode) {

    public RuntimeProperties {
        setting("bootstrap-servers").addresses(bootstrapServers);
        setting("registry-url").url(registryUrl, "https", "http");
        if (registryUrl.getScheme().equals("http") && !localMode) {
            throw setting("registry-url")
                    .wrong(
                            registryUrl,
                            "is not protected, which is for local mode only",
                            "set it to the registry's https:// URL, and skerry.registry-ca to its authorities");
        }
        if (registryCa != null) {
            setting("registry-ca").file(registryCa, "the registry's authorities, in PEM");
        }
        if (!topicPrefix.matches("[A-Za-z0-9._-]{0,100}")) {
            throw setting("topic-prefix")
                    .wrong(
                            topicPrefix,
                            "is no part of a topic's name",
                            "use at most 100 letters, digits, dots, underscores and hyphens");
        }
        setting("state-dir").required(stateDir, "a folder that can be written, such as /var/lib/skerry");
        setting("secrets-dir").required(secretsDir, "the folder of secrets, such as /run/secrets/skerry");
        setting("commit-interval").positive(commitInterval);
        if (diskReserve.isNegative()) {
            throw setting("disk-reserve").wrong(diskReserve, "is negative", "set it to a size such as 256MB");
        }
    }

    private static Setting setting(String name) {
        return Setting.of("skerry." + name);
    }
}
