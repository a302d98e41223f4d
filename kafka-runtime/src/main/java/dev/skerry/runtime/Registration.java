package dev.skerry.runtime;

import dev.skerry.registry.Registrar;
import dev.skerry.registry.RegistryClient;
import java.util.Map;

/** The step before the services, told like them by environment variables: creates the topics, registers the schemas. */
public final class Registration {

    private static final String BROKERS = "SKERRY_BOOTSTRAPSERVERS";
    private static final String REGISTRY = "SKERRY_REGISTRYURL";
    private static final String PREFIX = "SKERRY_TOPICPREFIX";

    private Registration() {}

    /**
     * Does what the environment asks for; once more changes nothing. With {@value #BROKERS} the topics are created, with {@value
     * #REGISTRY} the schemas are registered, with {@value #PREFIX} put before their names.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        String brokers = environment.getOrDefault(BROKERS, "");
        String registry = environment.getOrDefault(REGISTRY, "");
        String prefix = environment.getOrDefault(PREFIX, "");
        if (args.length > 0 || (brokers.isEmpty() && registry.isEmpty())) {
            System.err.println("set " + BROKERS + " to host:port to create the topics, and " + REGISTRY
                    + " to the registry's URL to register the schemas; " + PREFIX + " goes before their names");
            System.exit(2);
        }
        if (!brokers.isEmpty()) {
            System.out.println(TopicCreator.create(brokers, prefix) + " new topics at " + brokers);
        }
        if (!registry.isEmpty()) {
            System.out.println(
                    Registrar.register(new RegistryClient(registry), prefix) + " subjects registered at " + registry);
        }
    }
}
