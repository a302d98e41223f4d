package dev.skerry.inventory;

import dev.skerry.inventory.domain.Inventory;
import dev.skerry.inventory.domain.InventoryEvent;
import dev.skerry.inventory.domain.InventoryInput;
import dev.skerry.inventory.stream.InventoryTopology;
import dev.skerry.runtime.DeciderTopology;
import dev.skerry.runtime.RuntimeConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The inventory: the one shared record of sites and machines. Its doors are its topics. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(RuntimeConfiguration.class)
public class InventoryApplication {

    /** Names the service's configuration file. */
    public static final String NAME = "inventory";

    public static void main(String[] args) {
        new SpringApplicationBuilder(InventoryApplication.class)
                .properties("spring.config.name=" + NAME)
                .run(args);
    }

    @Bean
    DeciderTopology<Inventory, InventoryInput, InventoryEvent> inventoryTopology() {
        return InventoryTopology.describe();
    }
}
