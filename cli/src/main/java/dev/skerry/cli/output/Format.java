package dev.skerry.cli.output;

/** How data is written to stdout. */
public enum Format {
    TABLE,
    JSON,
    YAML;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
