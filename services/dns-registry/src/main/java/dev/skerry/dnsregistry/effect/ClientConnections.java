package dev.skerry.dnsregistry.effect;

import dev.skerry.runtime.limits.Clients;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each client has open: an IPv4 address or an IPv6 /64. Holds no more than there are connections. */
final class ClientConnections {

    private final int most;
    private final ConcurrentHashMap<Long, Integer> open = new ConcurrentHashMap<>();

    /** @param most of one client, at least 1 */
    ClientConnections(int most) {
        this.most = most;
    }

    /** Counts one more, unless the client has its most. */
    boolean enter(InetAddress client) {
        if (open.merge(key(client), 1, Integer::sum) <= most) {
            return true;
        }
        leave(client);
        return false;
    }

    /** Counts one less. */
    void leave(InetAddress client) {
        open.computeIfPresent(key(client), (key, count) -> count > 1 ? count - 1 : null);
    }

    private static long key(InetAddress client) {
        return Clients.prefix(client.getAddress(), 32, 64);
    }
}
