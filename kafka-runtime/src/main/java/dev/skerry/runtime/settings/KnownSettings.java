package dev.skerry.runtime.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Stops the start when something is set under {@code skerry.} that is a setting of no service: what is misspelt would otherwise count for
 * nothing. Another service's setting may be there, for services share a folder or a set of environment variables. Looked at are arguments, files
 * and environment variables; the JVM's own properties are not, for tools use some.
 */
final class KnownSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Generated with docs/configuration.md. */
    private static final String NAMES = "names.txt";

    /** Variables of the commands around the services, which a service may inherit. */
    private static final Set<String> OF_THE_COMMANDS = Set.of(
            "SKERRY_API",
            "SKERRY_CRASH_ARGS",
            "SKERRY_CRASH_FOLDER",
            "SKERRY_HOME",
            "SKERRY_JAVA_OPTS",
            "SKERRY_STATE",
            "SKERRY_SUSHY");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Collection<String> known = names();
        for (PropertySource<?> source : context.getEnvironment().getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> named
                    && !source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
                for (String name : named.getPropertyNames()) {
                    check(name, known);
                }
            }
        }
    }

    private static List<String> names() {
        try (InputStream in = Objects.requireNonNull(KnownSettings.class.getResourceAsStream(NAMES), NAMES)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the class path cannot be read", e);
        }
    }

    /** @throws WrongSetting when a name is one of ours and is not known */
    static void check(String name, Collection<String> known) {
        boolean variable = name.startsWith("SKERRY_") && !OF_THE_COMMANDS.contains(name);
        if (!variable && !name.startsWith("skerry.")) {
            return;
        }
        String letters = letters(name);
        if (known.stream().map(KnownSettings::letters).noneMatch(letters::equals)) {
            String closest = known.stream()
                    .min(Comparator.comparingInt(each -> distance(letters, letters(each))))
                    .map(each -> variable ? variable(each) : each)
                    .orElse("none");
            throw new WrongSetting(
                    name, "there is no such setting", "correct or remove it; the closest that there is: " + closest);
        }
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What tells settings apart in every way of writing them; an element's index is left out. */
    private static String letters(String name) {
        return name.replaceAll("\\[\\d+]$|_\\d+$", "")
                .replaceAll("[^A-Za-z0-9]", "")
                .toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be put in, taken out or changed. */
    private static int distance(String one, String other) {
        int[] last = new int[other.length() + 1];
        for (int j = 0; j < last.length; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] next = new int[last.length];
            next[0] = i;
            for (int j = 1; j < next.length; j++) {
                int change = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(change, Math.min(last[j], next[j - 1]) + 1);
            }
            last = next;
        }
        return last[other.length()];
    }
}
