package dev.skerry.provisioner;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.Machine;
import dev.skerry.provisioner.domain.MachineDecider;
import dev.skerry.provisioner.domain.MachineEvent;
import dev.skerry.provisioner.domain.MachineInput;
import dev.skerry.provisioner.effect.BootFiles;
import dev.skerry.provisioner.effect.BootMedium;
import dev.skerry.provisioner.effect.CrawlHandler;
import dev.skerry.provisioner.effect.HmacNonceMint;
import dev.skerry.provisioner.effect.OutdatedTasks;
import dev.skerry.provisioner.effect.PowerControllers;
import dev.skerry.provisioner.effect.PowerTaskHandler;
import dev.skerry.provisioner.effect.ScriptRenderer;
import dev.skerry.provisioner.effect.WaitPlan;
import dev.skerry.provisioner.rest.Announcer;
import dev.skerry.provisioner.rest.Contacts;
import dev.skerry.provisioner.rest.MachineIndex;
import dev.skerry.provisioner.stream.ProvisionerTopology;
import dev.skerry.runtime.DeciderTopology;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.ReadModel;
import dev.skerry.runtime.ReadModels;
import dev.skerry.runtime.RuntimeConfiguration;
import dev.skerry.runtime.Secrets;
import dev.skerry.runtime.Tasks;
import dev.skerry.schemas.inventory.SiteState;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Power, boot and installation of machines. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(ProvisionerProperties.class)
@Import(RuntimeConfiguration.class)
public class ProvisionerApplication {

    /** Names the service's configuration file. */
    public static final String NAME = "provisioner";

    private static final int POWER_TASKS_AT_ONCE = 64;

    /** A block of 256 addresses where nobody answers takes half a minute. */
    private static final int CRAWLS_AT_ONCE = 32;

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(ProvisionerApplication.class)
                .properties("spring.config.name=" + NAME)
                .run(arguments);
    }

    @Bean
    MachineDecider decider(Secrets secrets, ProvisionerProperties settings) {
        return new MachineDecider(new HmacNonceMint(secrets.hex("nonce.key")), settings.timing());
    }

    @Bean
    DeciderTopology<Machine, MachineInput, MachineEvent> machines(MachineDecider decider) {
        return ProvisionerTopology.machines(decider);
    }

    @Bean
    PowerTaskHandler powerTaskHandler(
            EventPublisher publisher,
            Secrets secrets,
            ProvisionerProperties settings,
            BootMedium medium,
            ReadModels models,
            Clock clock) {
        OutdatedTasks outdated =
                new OutdatedTasks(models.withHeaders(Topics.PROVISIONING_STATE, ProvisioningState.class));
        return new PowerTaskHandler(
                publisher,
                new PowerControllers(secrets, settings.wakeOnLanAddress(), medium),
                outdated,
                outdated::cameUp,
                clock);
    }

    @Bean
    Tasks<PowerTask> powerTasks(PowerTaskHandler handler) {
        return new Tasks<>(Topics.POWER_TASKS, PowerTask.class, handler, POWER_TASKS_AT_ONCE);
    }

    @Bean
    CrawlHandler crawlHandler(EventPublisher publisher, Secrets secrets) {
        return new CrawlHandler(publisher, secrets);
    }

    @Bean
    Tasks<BmcCrawlRequested> crawls(CrawlHandler handler) {
        return new Tasks<>(Topics.CRAWL_REQUESTS, BmcCrawlRequested.class, handler, CRAWLS_AT_ONCE);
    }

    @Bean
    MachineIndex machineIndex(ReadModels models) {
        return new MachineIndex(models.withHeaders(Topics.PROVISIONING_STATE, ProvisioningState.class));
    }

    @Bean
    ScriptRenderer scripts(Secrets secrets, ProvisionerProperties settings, BootFiles files) {
        return new ScriptRenderer(
                settings.publicUrl(),
                settings.installerUrl(),
                new WaitPlan(settings.pause(), settings.waitingContacts()),
                secrets,
                files);
    }

    @Bean
    ReadModel<SiteState> sites(ReadModels models) {
        return models.of(Topics.SITE_STATE, SiteState.class);
    }

    @Bean
    Announcer announcer(EventPublisher publisher, Clock clock) {
        return new Announcer(publisher, clock);
    }

    @Bean
    Contacts contacts(MachineIndex machines, MachineDecider decider, EventPublisher publisher, Clock clock) {
        return new Contacts(machines, decider, publisher, clock);
    }

    @Bean
    BootFiles bootFiles(ProvisionerProperties settings) {
        return new BootFiles(Optional.ofNullable(settings.filesDir()));
    }

    @Bean
    BootMedium bootMedium(ProvisionerProperties settings, BootFiles files) {
        return new BootMedium(settings.publicUrl(), files);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
