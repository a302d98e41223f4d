package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.effect.Incoming.Edns;
import java.util.Optional;
import org.xbill.DNS.Message;

/** How a message came, which limits the answer. */
enum Transport {
    UDP {
        @Override
        int limit(Optional<Edns> edns) {
            return edns.map(opt -> Math.clamp(opt.payload(), SMALLEST, LARGEST)).orElse(SMALLEST);
        }
    },
    TCP {
        @Override
        int limit(Optional<Edns> edns) {
            return Message.MAXLENGTH;
        }
    };

    /** What everyone can take over UDP (RFC 1035, section 4.2.1): bytes. */
    static final int SMALLEST = 512;

    /** What is sent over UDP at most, so that it is not fragmented (DNS Flag Day 2020): bytes. */
    static final int LARGEST = 1232;

    /** The largest answer to a query, bytes. */
    abstract int limit(Optional<Edns> edns);
}
