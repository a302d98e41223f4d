package dev.skerry.runtime;

import dev.skerry.registry.RegistryClient;
import dev.skerry.runtime.connection.KafkaConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** What health says beside the deciders: whether the peers answer and the disk has room. A bean's name is the component's. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

    private static final Duration REGISTRY_LIMIT = Duration.ofSeconds(3);

    @Bean
    BrokerQuestion brokerQuestion(KafkaConnection connection) {
        return new BrokerQuestion(connection);
    }

    @Bean
    PeerProbe broker(RuntimeProperties properties, BrokerQuestion question) {
        return new PeerProbe(
                "broker",
                properties.bootstrapServers(),
                "start it, or correct skerry.bootstrap-servers; doors answer 503 until then and nothing is lost",
                question,
                InstantSource.system());
    }

    @Bean
    PeerProbe registry(RuntimeProperties properties, RegistryClient client) {
        return new PeerProbe(
                "registry",
                properties.registryUrl().toString(),
                "start it, or correct skerry.registry-url; schemas that were used since the start go on",
                Executors.callable(() -> client.ping(REGISTRY_LIMIT)),
                InstantSource.system());
    }

    @Bean
    DiskHealth disk(RuntimeProperties properties) {
        return DiskHealth.of(properties.stateDir(), properties.diskReserve());
    }

    @Bean
    ServiceMetrics serviceMetrics(
            Map<String, HealthIndicator> indicators,
            ObjectProvider<StreamsBuilderFactoryBean> streams,
            DiskHealth disk,
            Secrets secrets) {
        Map<String, HealthIndicator> ours = new TreeMap<>();
        indicators.forEach((name, indicator) -> {
            if (indicator.getClass().getPackageName().startsWith("dev.skerry.")) {
                ours.put(name, indicator);
            }
        });
        return new ServiceMetrics(ours, streams.getIfAvailable(), disk, new CertificateExpiry(secrets));
    }
}
