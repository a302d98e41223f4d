package dev.skerry.appmanager;

import dev.skerry.appmanager.domain.cluster.ClusterEvent;
import dev.skerry.appmanager.domain.cluster.ClusterInput;
import dev.skerry.appmanager.domain.cluster.ClusterView;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.FleetEvent;
import dev.skerry.appmanager.domain.fleet.FleetInput;
import dev.skerry.appmanager.stream.AgentSilence;
import dev.skerry.appmanager.stream.AppManagerTopology;
import dev.skerry.runtime.DeciderTopology;
import dev.skerry.runtime.RuntimeConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The app manager: placement, fleet status, the agents' connection and the fleet API. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(RuntimeConfiguration.class)
@EnableConfigurationProperties(AgentSilence.class)
public class AppManagerApplication {

    @Bean
    DeciderTopology<Fleet, FleetInput, FleetEvent> fleetDecider() {
        return AppManagerTopology.fleet();
    }

    @Bean
    DeciderTopology<ClusterView, ClusterInput, ClusterEvent> clusterDecider(AgentSilence agents) {
        return AppManagerTopology.clusters(agents.silence());
    }

    /** Starts the service; see docs/configuration.md for what it must be told. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(AppManagerApplication.class)
                .properties("spring.config.name=app-manager")
                .run(args);
    }
}
