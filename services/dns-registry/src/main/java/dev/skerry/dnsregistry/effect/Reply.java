package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.effect.Incoming.Edns;
import dev.skerry.dnsregistry.effect.Incoming.Head;
import dev.skerry.dnsregistry.effect.Incoming.Query;
import dev.skerry.dnsregistry.effect.Incoming.Question;
import dev.skerry.dnsregistry.effect.Incoming.Rejected;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A message to send.
 *
 * @param wire its bytes
 * @param rcode the extended one, 0 to 4095
 */
record Reply(byte[] wire, int rcode) {

    /** An error for what is no query. */
    static Reply to(Rejected rejected) {
        Message message = message(rejected.head(), rejected.question(), rejected.rcode());
        if (rejected.edns()) {
            message.addRecord(opt(rejected.rcode(), 0, List.of()), Section.ADDITIONAL);
        }
        return new Reply(message.toWire(), rejected.rcode());
    }

    /** The answer to a query, at most as long as the asker can take it. */
    static Reply to(Query query, Content content, Transport transport) {
        int limit = transport.limit(query.edns());
        byte[] wire = message(query, content, content.additional(), false).toWire();
        if (wire.length > limit && !content.additional().isEmpty()) {
            wire = message(query, content, List.of(), false).toWire();
        }
        if (wire.length > limit) {
            wire = message(query, content, List.of(), true).toWire();
        }
        return new Reply(wire, content.rcode());
    }

    /** The header, the question and OPT where there was one, with TC set: no longer than the query. */
    static byte[] truncated(Query query) {
        Message message = message(query.head(), Optional.of(query.question()), Rcode.NOERROR);
        message.getHeader().setFlag(Flags.TC);
        query.edns()
                .ifPresent(edns -> message.addRecord(
                        opt(Rcode.NOERROR, edns.dnssecOk() ? ExtendedFlags.DO : 0, List.of()), Section.ADDITIONAL));
        return message.toWire();
    }

    /** A truncated answer is empty but for the question: half an RRset helps nobody (RFC 2181, section 9). */
    private static Message message(Query query, Content content, List<Record> additional, boolean truncated) {
        Message message = message(query.head(), Optional.of(query.question()), content.rcode());
        if (content.authoritative()) {
            message.getHeader().setFlag(Flags.AA);
        }
        if (truncated) {
            message.getHeader().setFlag(Flags.TC);
        } else {
            content.answer().forEach(record -> message.addRecord(record, Section.ANSWER));
            content.authority().forEach(record -> message.addRecord(record, Section.AUTHORITY));
        }
        additional.forEach(record -> message.addRecord(record, Section.ADDITIONAL));
        query.edns().ifPresent(edns -> message.addRecord(opt(edns, content), Section.ADDITIONAL));
        return message;
    }

    private static Message message(Head head, Optional<Question> question, int rcode) {
        Message message = new Message(head.id());
        message.getHeader().setOpcode(head.opcode());
        message.getHeader().setFlag(Flags.QR);
        if (head.recursionDesired()) {
            message.getHeader().setFlag(Flags.RD);
        }
        message.getHeader().setRcode(rcode & 0xF);
        question.ifPresent(q -> message.addRecord(Record.newRecord(q.name(), q.type(), q.dclass()), Section.QUESTION));
        return message;
    }

    private static OPTRecord opt(Edns edns, Content content) {
        List<EDNSOption> options = edns.subnet().map(subnet -> subnet.answered(content.scope())).stream()
                .toList();
        return opt(content.rcode(), edns.dnssecOk() ? ExtendedFlags.DO : 0, options);
    }

    private static OPTRecord opt(int rcode, int flags, List<EDNSOption> options) {
        return new OPTRecord(Transport.LARGEST, rcode >>> 4, 0, flags, options);
    }
}
