package dev.skerry.dnsregistry;

import dev.skerry.catalogue.Topics;
import dev.skerry.dnsregistry.domain.NameEvent;
import dev.skerry.dnsregistry.domain.NameInput;
import dev.skerry.dnsregistry.domain.NameState;
import dev.skerry.dnsregistry.effect.DnsProperties;
import dev.skerry.dnsregistry.effect.DnsServer;
import dev.skerry.dnsregistry.stream.RecordTopology;
import dev.skerry.runtime.DeciderTopology;
import dev.skerry.runtime.ReadModels;
import dev.skerry.runtime.RuntimeConfiguration;
import dev.skerry.runtime.Traces;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.inventory.SiteState;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The zone and the authoritative server for it. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(RuntimeConfiguration.class)
@EnableConfigurationProperties(DnsProperties.class)
public class DnsRegistryApplication {

    public static void main(String[] args) {
        new SpringApplicationBuilder(DnsRegistryApplication.class)
                .properties("spring.config.name=dns-registry")
                .run(args);
    }

    @Bean
    DeciderTopology<NameState, NameInput, NameEvent> records() {
        return RecordTopology.records();
    }

    @Bean
    DnsServer dnsServer(DnsProperties properties, ReadModels readModels, MeterRegistry registry, Traces traces) {
        return new DnsServer(
                properties,
                readModels.of(Topics.SITE_STATE, SiteState.class),
                readModels.withHeaders(Topics.RECORD_STATE, RecordState.class),
                registry,
                traces);
    }
}
