package dev.skerry.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** What every service tells beside what it counts: its health in numbers, how far its deciders are behind, its disk, its certificates. */
final class ServiceMetrics implements MeterBinder {

    private final Map<String, HealthIndicator> components;
    private final @Nullable StreamsBuilderFactoryBean streams;
    private final DiskHealth disk;
    private final CertificateExpiry certificates;

    /** @param components by their names in health */
    ServiceMetrics(
            Map<String, HealthIndicator> components,
            @Nullable StreamsBuilderFactoryBean streams,
            DiskHealth disk,
            CertificateExpiry certificates) {
        this.components = Map.copyOf(components);
        this.streams = streams;
        this.disk = disk;
        this.certificates = certificates;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        components.forEach((name, component) -> Gauge.builder("skerry.component.up", () -> up(component))
                .description("Whether a component of health is up: 1 or 0")
                .tag("component", name)
                .register(registry));
        Gauge.builder("skerry.disk.usable", disk, DiskHealth::usable)
                .description("What may still be written on the disk of skerry.state-dir")
                .baseUnit("bytes")
                .register(registry);
        if (streams != null) {
            Gauge.builder("skerry.decider.lag", streams, ServiceMetrics::lag)
                    .description("Records that this instance's deciders have not read yet")
                    .baseUnit("records")
                    .register(registry);
        }
        certificates
                .names()
                .forEach(name -> Gauge.builder(
                                "skerry.certificate.expiry.timestamp", certificates, each -> each.epochSeconds(name))
                        .description("When a certificate of the secrets folder ends, seconds since the epoch")
                        .tag("certificate", name)
                        .baseUnit("seconds")
                        .register(registry));
    }

    private static double up(HealthIndicator component) {
        var health = component.health();
        return health != null && Status.UP.equals(health.getStatus()) ? 1 : 0;
    }

    private static double lag(StreamsBuilderFactoryBean streams) {
        KafkaStreams running = streams.getKafkaStreams();
        if (running == null) {
            return Double.NaN;
        }
        // One partition may be there twice, the topic with its dots and, as before KIP-1109, without.
        Map<String, Double> lags = new HashMap<>();
        running.metrics().values().forEach(metric -> {
            if (metric.metricName().name().equals("records-lag")
                    && metric.metricValue() instanceof Double lag
                    && !lag.isNaN()) {
                Map<String, String> tags = metric.metricName().tags();
                lags.merge((tags.get("topic") + "-" + tags.get("partition")).replace('.', '_'), lag, Math::max);
            }
        });
        return lags.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
