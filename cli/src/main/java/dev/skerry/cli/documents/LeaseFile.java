package dev.skerry.cli.documents;

import dev.skerry.cli.output.Trees;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * dnsmasq's file of leases, such as /var/lib/misc/dnsmasq.leases: a line for each, with the time at which it ends, the MAC, the
 * address, the host's name or *, and the client's id or *. Leases of IPv6 follow a line that begins with duid; they name no MAC.
 */
public final class LeaseFile {

    private static final Pattern LEASE =
            Pattern.compile("\\d+ (?:([0-9a-f]{2})-)?([0-9a-f]{2}(?::[0-9a-f]{2})+) [0-9.]+ \\S+(?: \\S+)?");
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(?::[0-9a-f]{2}){5}");

    private final String file;
    private final String site;

    /** @param site where the leases' machines stand */
    public LeaseFile(String file, String site) {
        this.file = file;
        this.site = site;
    }

    /**
     * A machine's document for each MAC, in the file's order. What has no MAC of Ethernet is left out.
     *
     * @throws dev.skerry.cli.CommandException naming the line when it is no lease
     */
    public List<Document> parse(String text) {
        List<Document> documents = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size() && !lines.get(i).startsWith("duid "); i++) {
            String line = lines.get(i).strip().toLowerCase(Locale.ROOT);
            if (line.isEmpty()) {
                continue;
            }
            String where = "%s: line %d".formatted(file, i + 1);
            Matcher lease = LEASE.matcher(line);
            if (!lease.matches()) {
                throw Document.refused(
                        where,
                        "this is not a lease of dnsmasq",
                        "name the file that dhcp-leasefile names, such as /var/lib/misc/dnsmasq.leases");
            }
            String mac = lease.group(2);
            if (lease.group(1) == null && MAC.matcher(mac).matches() && seen.add(mac)) {
                documents.add(Document.of(where, tree(mac)));
            }
        }
        return documents;
    }

    private ObjectNode tree(String mac) {
        ObjectNode tree = Trees.JSON.createObjectNode();
        tree.put("apiVersion", "skerry.dev/v1").put("kind", "Machine");
        tree.putObject("spec").put("site", site).putArray("macs").add(mac);
        return tree;
    }
}
