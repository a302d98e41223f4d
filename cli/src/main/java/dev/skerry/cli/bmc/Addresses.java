package dev.skerry.cli.bmc;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.boot.Subnet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The power controllers that a person named, and no others. What an address may be, the fleet API says. */
public final class Addresses {

    /** How many are asked at most: what one crawl takes. */
    public static final int MOST = 256;

    /** How long the prefix of a block is at least: 256 addresses. */
    private static final int SHORTEST_PREFIX = 24;

    private Addresses() {}

    /**
     * Writes out blocks of IPv4 addresses; all else stays as it is.
     *
     * @return one for each controller, in the order given
     * @throws CommandException naming a block that is none or too large, or the number of addresses when it is
     */
    public static List<String> of(List<String> texts) {
        Set<String> all = new LinkedHashSet<>();
        for (String text : texts) {
            all.addAll(text.indexOf('/') > 0 && !text.contains("://") ? block(text) : List.of(text));
        }
        if (all.size() > MOST) {
            throw wrong("%d addresses are named; ask for at most %d at a time".formatted(all.size(), MOST));
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
                hosts.add(Subnet.text(address));
            }
        }
        return hosts;
    }

    private static CommandException wrong(String text) {
        return new CommandException(ExitCode.USAGE, text);
    }
}
