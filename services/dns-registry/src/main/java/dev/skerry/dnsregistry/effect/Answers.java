package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.domain.Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both doors ask: the responder on the newest index, counted. Safe for many threads. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Responder responder;
    private final Supplier<ZoneIndex> index;
    private final DnsMetrics metrics;

    Answers(Responder responder, Supplier<ZoneIndex> index, DnsMetrics metrics) {
        this.responder = responder;
        this.index = index;
        this.metrics = metrics;
    }

    /** The answer's bytes, or empty when there is to be none. */
    Optional<byte[]> to(byte[] message, InetAddress client, Transport transport) {
        Optional<Reply> reply = reply(message, Address.of(client.getAddress()), transport);
        reply.ifPresentOrElse(answer -> metrics.answered(transport, answer.rcode()), () -> metrics.ignored(transport));
        return reply.map(Reply::wire);
    }

    /** An empty answer that has the asker come again over TCP (TC, RFC 1035, section 4.1.1); empty when there is to be none. */
    Optional<byte[]> truncated(byte[] message) {
        return switch (QueryReader.read(message)) {
            case Incoming.Query query -> Optional.of(Reply.truncated(query));
            case Incoming.Ignored _, Incoming.Rejected _ -> Optional.empty();
        };
    }

    /** A fault in one answer must not end the door. */
    private Optional<Reply> reply(byte[] message, Address client, Transport transport) {
        try {
            return responder.answer(index.get(), message, client, transport);
        } catch (RuntimeException e) {
            LOG.warn("a query could not be answered", e);
            return Optional.empty();
        }
    }
}
