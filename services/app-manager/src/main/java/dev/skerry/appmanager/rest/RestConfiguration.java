package dev.skerry.appmanager.rest;

import dev.skerry.appmanager.effect.CrawlLog;
import dev.skerry.appmanager.effect.DeadLetterLog;
import dev.skerry.appmanager.effect.Replay;
import dev.skerry.appmanager.effect.TraceReader;
import dev.skerry.appmanager.rest.agents.AgentFeeds;
import dev.skerry.appmanager.rest.agents.AgentsConnector;
import dev.skerry.appmanager.rest.agents.AgentsDoorProperties;
import dev.skerry.appmanager.rest.agents.DoorsApart;
import dev.skerry.appmanager.rest.agents.Enrolments;
import dev.skerry.appmanager.rest.fleet.Admission;
import dev.skerry.appmanager.rest.fleet.Answers;
import dev.skerry.appmanager.rest.fleet.CaughtUp;
import dev.skerry.appmanager.rest.fleet.Explanation;
import dev.skerry.appmanager.rest.fleet.Fleet;
import dev.skerry.appmanager.rest.fleet.FleetMetrics;
import dev.skerry.appmanager.rest.fleet.MachineIndex;
import dev.skerry.appmanager.rest.fleet.Subjects;
import dev.skerry.appmanager.rest.sse.OpenStreams;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.AvroCodec;
import dev.skerry.runtime.RawPublisher;
import dev.skerry.runtime.ReadModel;
import dev.skerry.runtime.ReadModels;
import dev.skerry.runtime.RuntimeProperties;
import dev.skerry.runtime.Secrets;
import dev.skerry.runtime.connection.KafkaConnection;
import dev.skerry.schemas.apps.DesiredState;
import dev.skerry.schemas.clusters.ClusterState;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires the fleet API and the agents' door. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AgentsDoorProperties.class, ZoneProperties.class})
class RestConfiguration {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration ENROLMENT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration TRACE_TIME = Duration.ofSeconds(20);
    private static final int TRACE_EVENTS = 2_000;
    private static final int WATCHERS = 1_000;
    private static final int WATCHER_BACKLOG = 10_000;
    private static final int WATCHERS_OF_ONE = 100;
    private static final int AGENTS = 20_000;

    /** An agent that comes again ends its former feed, which may take a moment to leave. */
    private static final int FEEDS_OF_ONE = 3;

    @Bean
    Fleet fleet(ReadModels models) {
        return Fleet.of(models);
    }

    @Bean
    MachineIndex machineIndex(Fleet fleet) {
        return MachineIndex.of(fleet);
    }

    @Bean
    Admission admission(Fleet fleet, MachineIndex machines) {
        return new Admission(fleet, machines, PATIENCE);
    }

    @Bean
    Subjects subjects(Fleet fleet, MachineIndex machines) {
        return new Subjects(fleet, machines);
    }

    @Bean
    Explanation explanation(Fleet fleet, ZoneProperties dns) {
        return new Explanation(fleet, dns.zone());
    }

    @Bean
    OpenStreams watchers() {
        return new OpenStreams(WATCHERS, WATCHERS_OF_ONE);
    }

    @Bean
    Answers answers(@Qualifier("watchers") OpenStreams watchers) {
        return new Answers(watchers, WATCHER_BACKLOG, HEARTBEAT);
    }

    @Bean
    TraceReader traceReader(KafkaConnection connection, RuntimeProperties properties, AvroCodec codec) {
        return new TraceReader(
                consumers(connection, 5_000), properties.topicPrefix(), codec::decode, TRACE_TIME, TRACE_EVENTS);
    }

    @Bean
    CrawlLog crawlLog(KafkaConnection connection, RuntimeProperties properties, AvroCodec codec) {
        return new CrawlLog(consumers(connection, 500), properties.topicPrefix(), codec::decode, TRACE_TIME);
    }

    @Bean
    DeadLetterLog deadLetterLog(KafkaConnection connection, RuntimeProperties properties) {
        return new DeadLetterLog(consumers(connection, 500), properties.topicPrefix(), TRACE_TIME);
    }

    @Bean
    Replay replay(RawPublisher publisher, RuntimeProperties properties) {
        return new Replay(publisher, properties.topicPrefix());
    }

    /** Consumers without a group that read what is committed, for one answer each. */
    private static Supplier<Consumer<String, byte[]>> consumers(KafkaConnection connection, int pollRecords) {
        Map<String, Object> settings = connection.with(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                pollRecords,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                50,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000));
        return () -> new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Bean
    OpenStreams agentStreams() {
        return new OpenStreams(AGENTS, FEEDS_OF_ONE);
    }

    @Bean
    Enrolments enrolments(ReadModels models) {
        return new Enrolments(models.of(Topics.CLUSTER_STATE, ClusterState.class), ENROLMENT_PATIENCE);
    }

    @Bean
    FleetMetrics fleetMetrics(
            Fleet fleet, @Qualifier("agentStreams") OpenStreams agents, @Qualifier("watchers") OpenStreams watchers) {
        return new FleetMetrics(fleet, agents::open, watchers::open, InstantSource.system());
    }

    @Bean
    AgentFeeds agentFeeds(ReadModels models, Enrolments enrolments) {
        return AgentFeeds.of(
                models.of(Topics.DESIRED_STATE, DesiredState.class), enrolments, HEARTBEAT, Clock.systemUTC());
    }

    @Bean
    AgentsConnector agentsConnector(AgentsDoorProperties properties, Secrets secrets) {
        return new AgentsConnector(properties, secrets);
    }

    @Bean
    FilterRegistrationBean<DoorsApart> doorsApart(AgentsConnector agents) {
        FilterRegistrationBean<DoorsApart> filter = new FilterRegistrationBean<>(new DoorsApart(agents::port));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    WebMvcConfigurer caughtUp(Fleet fleet, ReadModels models) {
        ReadModel<DesiredState> desired = models.of(Topics.DESIRED_STATE, DesiredState.class);
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new CaughtUp(fleet::caughtUp))
                        .addPathPatterns("/api/v1/**")
                        .excludePathPatterns("/api/v1/openapi.yaml");
                registry.addInterceptor(new CaughtUp(desired::caughtUp)).addPathPatterns("/agent/v1/feed");
            }
        };
    }
}
