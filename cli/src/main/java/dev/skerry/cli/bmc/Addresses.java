package dev.skerry.cli.bmc;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.boot.Subnet;
import dev.skerry.kernel.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The power controllers that a person named, and no others. */
public final class Addresses {

    /** How many are asked at most. */
    public static final int MOST = 1024;

    /** How long the prefix of a block is at least: 256 addresses. */
    private static final int SHORTEST_PREFIX = 24;

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int IPMI = 623;

    private Addresses() {}

    /**
     * Reads them: hosts with or without a port, URLs of Redfish services, hosts after {@code ipmi://}, blocks of IPv4 addresses.
     *
     * @return one for each controller, such as https://10.0.9.7 or ipmi://10.0.9.7:6230, in the order given
     * @throws CommandException naming the first that is none, or a block or number that is too large
     */
    public static List<String> of(List<String> texts) {
        Set<String> all = new LinkedHashSet<>();
        for (String text : texts) {
            all.addAll(text.indexOf('/') > 0 && !text.contains("://") ? block(text) : List.of(one(text)));
            if (all.size() > MOST) {
                throw wrong("more than %d addresses are named; ask for fewer at a time".formatted(MOST));
            }
        }
        return List.copyOf(all);
    }

    private static List<String> block(String text) {
        Subnet block = Subnet.of(text);
        if (block.length() < SHORTEST_PREFIX) {
            throw wrong(
                    "%s has more than 256 addresses; name blocks of /%d or smaller".formatted(text, SHORTEST_PREFIX));
        }
        List<String> hosts = new ArrayList<>();
        for (long address = block.network(); address <= block.last(); address++) {
            if (block.length() > 30 || block.holds(address)) {
                hosts.add("https://" + Subnet.text(address));
            }
        }
        return hosts;
    }

    private static String one(String text) {
        int end = text.indexOf("://");
        String scheme = end < 0 ? "https" : text.substring(0, end);
        int port = switch (scheme) {
            case "https" -> HTTPS;
            case "http" -> HTTP;
            case "ipmi" -> IPMI;
            default -> throw wrong("\"%s\" is no address of a power controller; %s".formatted(text, REMEDY));
        };
        HostPort at = HostPort.parse(text, scheme, port)
                .orElseThrow(() -> wrong("\"%s\" is no address of a power controller; %s".formatted(text, REMEDY)));
        String host = at.host().contains(":") ? "[" + at.host() + "]" : at.host();
        return scheme + "://" + host + (at.port() == port ? "" : ":" + at.port());
    }

    private static final String REMEDY =
            "write %s, with https:// or http:// before it where that is meant, or a block such as 10.0.9.0/28"
                    .formatted(HostPort.SYNTAX);

    private static CommandException wrong(String text) {
        return new CommandException(ExitCode.USAGE, text);
    }
}
