package dev.skerry.registry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Registers every schema of the catalogue under its subject with FULL_TRANSITIVE compatibility. Nobody else registers any. */
public final class Registrar {

    private static final String LEVEL = "FULL_TRANSITIVE";

    private Registrar() {}

    /**
     * Registers what is not registered yet; running it again changes nothing.
     *
     * @param client of the registry
     * @param prefix the installation's topic prefix; may be empty
     * @return how many subjects there are
     * @throws RegistryException when the registry refuses a schema (409: incompatible) or does not answer
     */
    public static int register(RegistryClient client, String prefix) {
        var subjects = Subjects.all(prefix);
        var known = java.util.Set.copyOf(client.subjects());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            CompletableFuture<?>[] all = subjects.entrySet().stream()
                    .map(subject -> CompletableFuture.runAsync(
                            () -> {
                                client.register(subject.getKey(), subject.getValue());
                                if (!known.contains(subject.getKey())) {
                                    client.compatibility(subject.getKey(), LEVEL);
                                }
                            },
                            threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(all).join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof RegistryException refused) {
                throw refused;
            }
            throw e;
        }
        return subjects.size();
    }

    /**
     * The registrar as a step of its own.
     *
     * @param args the registry's URL, then the topic prefix if there is one
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("usage: Registrar REGISTRY_URL [TOPIC_PREFIX]");
            System.exit(2);
        }
        int subjects = register(new RegistryClient(args[0]), args.length > 1 ? args[1] : "");
        System.out.println(subjects + " subjects registered at " + args[0]);
    }
}
