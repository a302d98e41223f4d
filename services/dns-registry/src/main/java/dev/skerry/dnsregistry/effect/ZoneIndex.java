package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.domain.Sites;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Everything that a query is answered from, at one moment. Immutable; names are found whatever their case (RFC 4343). */
final class ZoneIndex {

    /** What stands at a name. */
    sealed interface Node {

        /** The zone itself. */
        record Apex() implements Node {}

        /** Its name server. */
        record Server() implements Node {}

        /** An app's name. */
        record App(ServedName name) implements Node {}

        /** An app's service. */
        record Service(ServedName name) implements Node {}

        /** An empty non-terminal (RFC 8499): names below it exist. */
        record Between() implements Node {}
    }

    private static final Node BETWEEN = new Node.Between();

    private final boolean complete;
    private final Sites sites;
    private final Map<Name, Node> nodes;
    private final Record soa;
    private final Record negativeSoa;

    /**
     * @param complete whether all that was known before the start has been read; before, nothing can be denied
     * @param serial of the zone, 0 to 2^32 - 1
     */
    ZoneIndex(Zone zone, boolean complete, Sites sites, Collection<ServedName> names, long serial) {
        this.complete = complete;
        this.sites = sites;
        this.nodes = HashMap.newHashMap(3 * names.size() + 2);
        this.soa = zone.soa(serial);
        this.negativeSoa = zone.negativeSoa(serial);
        for (ServedName name : names) {
            nodes.put(name.name(), new Node.App(name));
            nodes.put(name.protocol(), BETWEEN);
            nodes.put(name.service(), new Node.Service(name));
        }
        for (ServedName name : names) {
            for (Name above = new Name(name.name(), 1);
                    above.labels() > zone.origin().labels();
                    above = new Name(above, 1)) {
                nodes.putIfAbsent(above, BETWEEN);
            }
        }
        nodes.put(zone.origin(), new Node.Apex());
        nodes.put(zone.server(), new Node.Server());
    }

    boolean complete() {
        return complete;
    }

    Sites sites() {
        return sites;
    }

    /** What stands at a name, or null when the name does not exist. */
    @Nullable
    Node at(Name name) {
        return nodes.get(name);
    }

    Record soa() {
        return soa;
    }

    /** The record that makes an answer negative. */
    Record negativeSoa() {
        return negativeSoa;
    }
}
