package dev.skerry.platforminstaller;

import dev.skerry.catalogue.Topics;
import dev.skerry.platforminstaller.domain.Fleet;
import dev.skerry.platforminstaller.domain.FleetEvent;
import dev.skerry.platforminstaller.domain.FleetInput;
import dev.skerry.platforminstaller.domain.Site;
import dev.skerry.platforminstaller.domain.SiteEvent;
import dev.skerry.platforminstaller.domain.SiteInput;
import dev.skerry.platforminstaller.effect.ClusterKeys;
import dev.skerry.platforminstaller.effect.FleetAuthority;
import dev.skerry.platforminstaller.effect.KeyMaker;
import dev.skerry.platforminstaller.effect.Seed;
import dev.skerry.platforminstaller.effect.Tokens;
import dev.skerry.platforminstaller.rest.AgentDoor;
import dev.skerry.platforminstaller.rest.JoinConfigurations;
import dev.skerry.platforminstaller.rest.NodeDoor;
import dev.skerry.platforminstaller.rest.NodeIndex;
import dev.skerry.platforminstaller.stream.InstallerTopology;
import dev.skerry.runtime.DeciderTopology;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.ReadModel;
import dev.skerry.runtime.ReadModels;
import dev.skerry.runtime.RuntimeConfiguration;
import dev.skerry.runtime.Secrets;
import dev.skerry.schemas.clusters.ClusterState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Wires the platform installer. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(RuntimeConfiguration.class)
@EnableConfigurationProperties(InstallerProperties.class)
public class PlatformInstallerApplication {

    /** How long a door waits for the planner's decision. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(PlatformInstallerApplication.class);
        application.setDefaultProperties(Map.of("spring.config.name", "platform-installer"));
        application.run(args);
    }

    @Bean
    DeciderTopology<Fleet, FleetInput, FleetEvent> clusterings() {
        return InstallerTopology.clusterings();
    }

    @Bean
    DeciderTopology<Site, SiteInput, SiteEvent> sites(InstallerProperties properties) {
        return InstallerTopology.sites(properties.grace(), properties.joinTimeout());
    }

    @Bean
    ReadModel<ClusterState> clusters(ReadModels readModels) {
        return readModels.of(Topics.CLUSTER_STATE, ClusterState.class);
    }

    @Bean
    NodeIndex nodeIndex(ReadModel<ClusterState> clusters) {
        return new NodeIndex(clusters);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Tokens tokens(Secrets secrets) {
        return new Tokens(secrets);
    }

    @Bean
    FleetAuthority fleetAuthority(Secrets secrets, InstantSource clock) {
        return new FleetAuthority(secrets, clock);
    }

    @Bean
    ClusterKeys clusterKeys(InstallerProperties properties, Secrets secrets, InstantSource clock) {
        return new ClusterKeys(
                Objects.requireNonNullElseGet(properties.keysDir(), () -> secrets.path("clusters")), clock);
    }

    @Bean
    KeyMaker keyMaker(ReadModel<ClusterState> clusters, ClusterKeys keys) {
        return new KeyMaker(clusters, keys);
    }

    @Bean
    Seed seed(InstallerProperties properties, FleetAuthority authority) {
        return new Seed(properties.publicUrl(), properties.provisionerUrl(), authority);
    }

    @Bean
    JoinConfigurations joinConfigurations(
            InstallerProperties properties, ClusterKeys keys, Tokens tokens, FleetAuthority authority) {
        return new JoinConfigurations(properties.publicUrl(), properties.agentsUrl(), keys, tokens, authority);
    }

    @Bean
    NodeDoor nodeDoor(
            NodeIndex nodes,
            ReadModel<ClusterState> clusters,
            EventPublisher events,
            Seed seed,
            ClusterKeys keys,
            JoinConfigurations configurations,
            InstantSource clock) {
        return new NodeDoor(nodes, clusters, events, seed, keys, configurations, clock, PATIENCE);
    }

    @Bean
    AgentDoor agentDoor(
            ReadModel<ClusterState> clusters, EventPublisher events, Tokens tokens, FleetAuthority authority) {
        return new AgentDoor(clusters, events, tokens, authority, PATIENCE);
    }
}
