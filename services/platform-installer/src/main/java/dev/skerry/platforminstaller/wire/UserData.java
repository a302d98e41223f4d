package dev.skerry.platforminstaller.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** What an install profile adds to a node's user data: cloud-config, which is a mapping in YAML. */
public final class UserData {

    private UserData() {}

    /**
     * Reads it, in the order in which it is written.
     *
     * @throws IllegalArgumentException naming the field when it is no mapping
     */
    public static Map<String, Object> parsed(String text) {
        Object tree;
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            tree = new Yaml(new SafeConstructor(options)).load(text);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("userData: is not YAML: " + e.getMessage() + "; correct it there", e);
        }
        if (tree == null) {
            return Map.of();
        }
        if (!(tree instanceof Map<?, ?> mapping)) {
            throw new IllegalArgumentException(
                    "userData: is not a mapping; write cloud-config, such as packages: [chrony]");
        }
        Map<String, Object> userData = new LinkedHashMap<>();
        mapping.forEach((key, value) -> userData.put(String.valueOf(key), value));
        return userData;
    }
}
