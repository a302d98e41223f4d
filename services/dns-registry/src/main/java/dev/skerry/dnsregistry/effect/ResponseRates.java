package dev.skerry.dnsregistry.effect;

import dev.skerry.runtime.limits.ClientRateLimiter;
import dev.skerry.runtime.limits.Clients;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Response rate limiting over UDP (Vixie and Schryver, "DNS Response Rate Limiting", ISC-TN-2012-1): the source of a datagram can be
 * forged, so a server that answers all there is can be turned against others (RFC 5358 says it of resolvers; RFC 7873's cookies would tell
 * forged from true, but few askers have them). Responses are counted by the network that they go to, IPv4 by /24 and IPv6 by /56.
 *
 * <p>Of the responses beyond the rate every second one is sent truncated and empty, the others are not sent: fewer bytes and packets
 * leave than came, and an asker that is really there comes again over TCP, whose source is true.
 *
 * <p>The machine's own addresses are not limited: they do not come from the network (RFC 1122, section 3.2.1.3).
 */
final class ResponseRates {

    private static final int IPV4_NETWORK = 24;
    private static final int IPV6_NETWORK = 56;
    private static final int SLIP = 2;

    private final ClientRateLimiter networks;
    private final Predicate<InetAddress> exempt;
    private final AtomicInteger beyond = new AtomicInteger();

    /** What becomes of a response. */
    enum Verdict {
        SEND,
        TRUNCATE,
        DROP
    }

    /**
     * @param perSecond responses a second to one network, at least 1; twice as many may go at once after a pause
     * @param exempt addresses that are not limited
     * @param nanoTime a clock that only goes forward, nanoseconds
     */
    ResponseRates(int perSecond, Predicate<InetAddress> exempt, LongSupplier nanoTime) {
        this.networks = new ClientRateLimiter(perSecond, 2 * perSecond, nanoTime);
        this.exempt = exempt;
    }

    Verdict judge(InetAddress client) {
        if (exempt.test(client)
                || networks.take(Clients.prefix(client.getAddress(), IPV4_NETWORK, IPV6_NETWORK)) == 0) {
            return Verdict.SEND;
        }
        return Math.floorMod(beyond.getAndIncrement(), SLIP) == 0 ? Verdict.TRUNCATE : Verdict.DROP;
    }
}
