package dev.skerry.local;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** One log for the whole process. Logging belongs to the JVM, so no service configures it for the others. */
final class LocalLogging {

    private static final String CONFIGURATION = "log-to-file.xml";

    private LocalLogging() {}

    /** Sends everything to {@code skerry.log} in the folder, and keeps Spring from changing that. */
    static void into(Path folder) throws IOException {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        Files.createDirectories(folder);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty("folder", folder.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL configuration =
                Objects.requireNonNull(LocalLogging.class.getResource(CONFIGURATION), "no " + CONFIGURATION);
        try {
            configurator.doConfigure(configuration);
        } catch (JoranException e) {
            throw new IOException("the log in " + folder + " cannot be opened", e);
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
