package dev.skerry.sim;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.node.JsonNodeFactory;

/** Starts the simulated sites. Says on stdout when they are ready, everything else on stderr; runs until it is stopped. */
public final class Main {

    private Main() {}

    /** Ends with 2 when the arguments or documents cannot be understood, with 1 when something else is in the way. */
    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        // Without it each answer on a connection that is kept alive waits for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            var options = Options.parse(arguments);
            var simulator = new Simulator(options);
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "stop"));
            var ready = JsonNodeFactory.instance
                    .objectNode()
                    .put("ready", true)
                    .put("controlPort", simulator.controlPort())
                    .put("bmcPort", simulator.bmcPort())
                    .put("wakeOnLanPort", simulator.wakeOnLanPort())
                    .put("documents", options.emit().toAbsolutePath().toString());
            simulator
                    .secretsToInstall()
                    .ifPresent(folder ->
                            ready.put("secrets", folder.toAbsolutePath().toString()));
            var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println(ready);
        } catch (IllegalArgumentException e) {
            System.err.println("skerry sim: " + e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("skerry sim: " + (e.getMessage() == null ? e : e.getMessage()));
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }
}
