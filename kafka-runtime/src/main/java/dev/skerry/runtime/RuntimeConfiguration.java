package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import dev.skerry.registry.RegistryClient;
import dev.skerry.runtime.connection.KafkaConnection;
import dev.skerry.runtime.connection.KafkaProperties;
import dev.skerry.runtime.limits.LimitConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;

/**
 * Imported by every service. Takes from it: {@link DeciderTopology} beans, which become one Kafka Streams application named after
 * the service, and {@link Tasks} beans. Gives it: {@link EventPublisher}, {@link ReadModels}, {@link Secrets}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RuntimeProperties.class, KafkaProperties.class})
@Import({ProblemAdvice.class, LimitConfiguration.class, HealthConfiguration.class})
public class RuntimeConfiguration {

    /** Part of the application id: grows when a topology changes so much that its stores and repartition topics cannot be kept. */
    private static final String TOPOLOGY_VERSION = "v1";

    /** What a request to the broker may hold, bytes: one record of the largest kind, and what is around it. */
    private static final int LARGEST_REQUEST = Topic.LARGEST_MESSAGE + (1 << 16);

    @Bean
    Secrets secrets(RuntimeProperties properties) {
        return new Secrets(properties.secretsDir());
    }

    @Bean
    KafkaConnection kafkaConnection(RuntimeProperties properties, KafkaProperties kafka) {
        return KafkaConnection.of(properties.bootstrapServers(), properties.localMode(), kafka);
    }

    @Bean
    RegistryClient registryClient(RuntimeProperties properties) {
        return RegistryClient.of(properties.registryUrl(), properties.registryCa());
    }

    @Bean
    AvroCodec avroCodec(RegistryClient registry, RuntimeProperties properties) {
        return new AvroCodec(registry, properties.topicPrefix());
    }

    @Bean
    RuntimeContext runtimeContext(
            RuntimeProperties properties,
            AvroCodec codec,
            MeterRegistry meters,
            Traces traces,
            @Value("${spring.application.name}") String service) {
        return new RuntimeContext(service, properties.topicPrefix(), codec, new RuntimeMetrics(meters), traces);
    }

    /** The settings are Spring Boot's own names for them. */
    @Bean
    Traces traces(
            @Value("${spring.application.name}") String service,
            @Value("${management.opentelemetry.tracing.export.otlp.endpoint:}") String endpoint,
            @Value("${management.tracing.sampling.probability:1}") double share) {
        return Traces.of(service, endpoint, share);
    }

    @Bean
    FilterRegistrationBean<TraceFilter> traceFilter(Traces traces) {
        FilterRegistrationBean<TraceFilter> filter = new FilterRegistrationBean<>(new TraceFilter(traces));
        filter.setEnabled(traces.on());
        return filter;
    }

    @Bean
    DefaultKafkaProducerFactory<String, byte[]> producers(KafkaConnection connection) {
        return new DefaultKafkaProducerFactory<>(
                connection.with(Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        2,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        5_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST_REQUEST)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @Bean
    KafkaTemplate<String, byte[]> kafkaTemplate(DefaultKafkaProducerFactory<String, byte[]> producers) {
        KafkaTemplate<String, byte[]> template = new KafkaTemplate<>(producers);
        // Who sends is told of a failure; a stack trace in the log for each would fill the disk while the broker is
        // away.
        template.setProducerListener(new ProducerListener<>() {});
        return template;
    }

    @Bean
    EventPublisher eventPublisher(KafkaTemplate<String, byte[]> kafka, RuntimeContext runtime) {
        return new KafkaEventPublisher(kafka, runtime);
    }

    @Bean
    RawPublisher rawPublisher(KafkaTemplate<String, byte[]> kafka, RuntimeContext runtime) {
        return (topic, key, value, headers) -> {
            try {
                kafka.send(new ProducerRecord<>(runtime.prefix() + topic.name(), null, key, value, headers))
                        .join();
            } catch (CompletionException | KafkaException e) {
                throw new UnavailableException("the broker did not acknowledge; try again", e);
            }
        };
    }

    @Bean
    ReadModelLoader readModels(KafkaConnection connection, RuntimeContext runtime) {
        return new ReadModelLoader(
                connection.with(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        100)),
                runtime);
    }

    @Bean
    StreamsBuilderFactoryBean deciders(
            RuntimeProperties properties,
            KafkaConnection connection,
            RuntimeContext runtime,
            List<DeciderTopology<?, ?, ?>> deciders,
            ThreadReplacement replacement) {
        Map<String, Object> settings = connection.with(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                applicationId(runtime),
                StreamsConfig.STATE_DIR_CONFIG,
                properties.stateDir().toString(),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.GROUP_PROTOCOL_CONFIG,
                "streams",
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                properties.commitInterval().toMillis(),
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                0,
                StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
                "earliest",
                StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                50));
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_REQUEST);
        settings.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                Integer.toString(Topic.LARGEST_MESSAGE));
        StreamsBuilderFactoryBean streams = new StreamsBuilderFactoryBean(new KafkaStreamsConfiguration(settings));
        streams.setInfrastructureCustomizer(new KafkaStreamsInfrastructureCustomizer() {
            @Override
            public void configureBuilder(StreamsBuilder builder) {
                new ServiceTopology(runtime, builder).add(deciders);
            }
        });
        streams.setStreamsUncaughtExceptionHandler(replacement);
        return streams;
    }

    private static String applicationId(RuntimeContext runtime) {
        return runtime.prefix() + runtime.service() + "-" + TOPOLOGY_VERSION;
    }

    @Bean
    MissedAssignment missedAssignment(
            StreamsBuilderFactoryBean streams, KafkaConnection connection, RuntimeContext runtime) {
        return new MissedAssignment(streams, () -> Admin.create(connection.with(Map.of())), applicationId(runtime));
    }

    @Bean
    ThreadReplacement threadReplacement(RuntimeContext runtime) {
        return new ThreadReplacement(runtime.service(), InstantSource.system(), Thread::sleep);
    }

    @Bean
    SmartLifecycle taskWorkers(
            KafkaConnection connection,
            RuntimeContext runtime,
            KafkaTemplate<String, byte[]> kafka,
            ObjectProvider<Tasks<?>> tasks) {
        return new TaskWorkers(tasks.stream()
                .<SmartLifecycle>map(each -> new TaskWorker<>(each, connection.with(Map.of()), runtime, kafka))
                .toList());
    }

    @Bean
    TaskBacklog taskBacklog(KafkaConnection connection, RuntimeContext runtime, ObjectProvider<Tasks<?>> tasks) {
        Map<String, String> groups = new HashMap<>();
        tasks.forEach(each -> groups.put(each.topic().name(), TaskWorker.group(each, runtime)));
        return new TaskBacklog(groups, connection.with(Map.of()), runtime.metrics());
    }

    @Bean
    RuntimeHealth runtimeHealth(
            ReadModelLoader readModels,
            ObjectProvider<StreamsBuilderFactoryBean> streams,
            ThreadReplacement replacement) {
        return new RuntimeHealth(readModels, streams.getIfAvailable(), replacement);
    }
}
