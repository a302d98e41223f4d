package dev.skerry.runtime.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One setting, checked: each method returns the value or throws {@link WrongSetting}. */
public final class Setting {

    private final String name;

    private Setting(String name) {
        this.name = name;
    }

    /** @param name in full, such as {@code skerry.dns.port} */
    public static Setting of(String name) {
        return new Setting(name);
    }

    /** @param remedy what to set it to, such as {@code "a folder that can be written, such as /var/lib/skerry"} */
    public <T> T required(@Nullable T value, String remedy) {
        if (value == null || value instanceof String text && text.isBlank()) {
            throw new WrongSetting(name, "is required and is not set", "set it to " + remedy);
        }
        return value;
    }

    /** Longer than nothing. */
    public Duration positive(Duration value) {
        if (!value.isPositive()) {
            throw wrong(value, "is not positive", "set it to a time such as 30s");
        }
        return value;
    }

    /** Not shorter than another. */
    public Duration atLeast(Duration least, String ofWhat, Duration value) {
        if (value.compareTo(least) < 0) {
            throw wrong(value, "is shorter than " + ofWhat, "set it to that or longer");
        }
        return value;
    }

    /** Both ends included. */
    public int within(int least, int most, int value) {
        if (value < least || value > most) {
            throw wrong(value, "is out of range", "set it to a number from " + least + " to " + most);
        }
        return value;
    }

    /** An absolute URL with a host. */
    public URI url(@Nullable URI value, String... schemes) {
        String wanted = String.join(
                " or ", Arrays.stream(schemes).map(each -> each + "://").toList());
        URI url = required(value, "a URL that begins with " + wanted);
        if (url.getHost() == null || !List.of(schemes).contains(url.getScheme())) {
            throw wrong(url, "is no such URL", "set it to a URL with a host that begins with " + wanted);
        }
        return url;
    }

    /** {@code host:port}, or several of them with commas between. */
    public String addresses(@Nullable String value) {
        String addresses = required(value, "host:port, several with commas between, such as kafka-1:9092");
        for (String address : addresses.split(",", -1)) {
            int colon = address.lastIndexOf(':');
            if (colon < 1 || !isPort(address.substring(colon + 1).strip())) {
                throw wrong(addresses, "holds \"" + address.strip() + "\", which is not host:port", "write host:port");
            }
        }
        return addresses;
    }

    private static boolean isPort(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 1 && port <= 65_535;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    /** A file that this process can read. */
    public Path file(@Nullable Path value, String what) {
        Path file = required(value, "the file with " + what);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw wrong(file, "is no file that this process can read", "put " + what + " there, or correct the path");
        }
        return file;
    }

    /** What is wrong with a value. */
    public WrongSetting wrong(Object value, String wrong, String remedy) {
        return new WrongSetting(name, "\"" + value + "\" " + wrong, remedy);
    }
}
