package dev.skerry.dnsregistry.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All sites at one moment, with what finds an asker's. Immutable; each site has a number from 0, in the order of names. */
public final class Sites {

    /** No site. */
    public static final Sites NONE = new Sites(List.of());

    private final List<Site> byNumber;
    private final Map<String, Site> byName;
    private final PrefixTable clients;

    /** Where two sites claim one prefix, the one whose name comes first has it. */
    public Sites(Collection<Site> sites) {
        byNumber = sites.stream().sorted(Comparator.comparing(Site::name)).toList();
        byName = HashMap.newHashMap(byNumber.size());
        List<PrefixTable.Entry> entries = new ArrayList<>();
        for (int number = 0; number < byNumber.size(); number++) {
            Site site = byNumber.get(number);
            byName.put(site.name(), site);
            for (Prefix prefix : site.clients()) {
                entries.add(new PrefixTable.Entry(prefix, number));
            }
        }
        clients = new PrefixTable(entries);
    }

    /**
     * Where an asker is.
     *
     * @param site the number of its site, or -1 when no site has its prefix
     * @param scope how many leading bits of the asker's prefix decided it (RFC 7871, section 7.2.1): whoever shares them is there too
     */
    public record Place(int site, int scope) {

        /** Whether the asker's site is known. */
        public boolean known() {
            return site >= 0;
        }
    }

    /** Finds an asker's site by the longest match over all sites' client prefixes. */
    public Place locate(Prefix asker) {
        PrefixTable.Match match = clients.find(asker);
        return new Place(match.value(), match.scope());
    }

    /** How many sites there are; their numbers are below it. */
    public int size() {
        return byNumber.size();
    }

    /** The site of a number. */
    public Site numbered(int number) {
        return byNumber.get(number);
    }

    /** The site of a name. */
    public Optional<Site> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
