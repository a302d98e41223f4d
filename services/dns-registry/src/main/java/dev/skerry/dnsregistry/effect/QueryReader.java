package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.effect.Incoming.Edns;
import dev.skerry.dnsregistry.effect.Incoming.Head;
import dev.skerry.dnsregistry.effect.Incoming.Ignored;
import dev.skerry.dnsregistry.effect.Incoming.Query;
import dev.skerry.dnsregistry.effect.Incoming.Question;
import dev.skerry.dnsregistry.effect.Incoming.Rejected;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * Reads a query: the header, the question and the OPT record. Other records are stepped over, so that nothing is allocated or parsed
 * for what a server of one zone has no use for.
 */
final class QueryReader {

    private static final int QR = 0x8000;
    private static final int RD = 0x0100;

    private final DNSInput in;
    private final Head head;
    private @Nullable Question question;
    private @Nullable Edns edns;
    private boolean opt;

    private QueryReader(DNSInput in, Head head) {
        this.in = in;
        this.head = head;
    }

    /** Reads one message. Total: whatever the bytes, there is a result. */
    static Incoming read(byte[] message) {
        if (message.length < Header.LENGTH || (u16(message, 2) & QR) != 0) {
            return new Ignored();
        }
        int flags = u16(message, 2);
        DNSInput in = new DNSInput(message);
        QueryReader reader = new QueryReader(in, new Head(u16(message, 0), flags >>> 11 & 0xF, (flags & RD) != 0));
        if (reader.head.opcode() != Opcode.QUERY) {
            return reader.rejected(Rcode.NOTIMP);
        }
        if (u16(message, 4) != 1) {
            return reader.rejected(Rcode.FORMERR);
        }
        try {
            return reader.query(u16(message, 6) + u16(message, 8), u16(message, 10));
        } catch (WireParseException | RuntimeException e) {
            return reader.rejected(Rcode.FORMERR);
        }
    }

    private Incoming query(int skipped, int additional) throws WireParseException {
        in.jump(Header.LENGTH);
        Question asked = new Question(new Name(in), in.readU16(), in.readU16());
        question = asked;
        for (int i = 0; i < skipped + additional; i++) {
            Name owner = new Name(in);
            int type = in.readU16();
            int payload = in.readU16();
            long ttl = in.readU32();
            byte[] data = in.readByteArray(in.readU16());
            if (i >= skipped && type == Type.OPT) {
                if (opt || !owner.equals(Name.root)) {
                    throw new WireParseException("one OPT record, at the root (RFC 6891, section 6.1.1)");
                }
                opt = true;
                if ((ttl >>> 16 & 0xFF) != 0) {
                    return rejected(Rcode.BADVERS);
                }
                edns = new Edns(payload, (ttl & ExtendedFlags.DO) != 0, subnet(data));
            }
        }
        return asked.type() == Type.OPT ? rejected(Rcode.FORMERR) : new Query(head, asked, Optional.ofNullable(edns));
    }

    private static Optional<ClientSubnet> subnet(byte[] options) throws WireParseException {
        DNSInput in = new DNSInput(options);
        Optional<ClientSubnet> subnet = Optional.empty();
        while (in.remaining() > 0) {
            int code = in.readU16();
            byte[] data = in.readByteArray(in.readU16());
            if (code == EDNSOption.Code.CLIENT_SUBNET) {
                if (subnet.isPresent()) {
                    throw new WireParseException("client subnet: there twice");
                }
                subnet = Optional.of(ClientSubnet.read(data));
            }
        }
        return subnet;
    }

    private Rejected rejected(int rcode) {
        return new Rejected(head, Optional.ofNullable(question), opt, rcode);
    }

    private static int u16(byte[] message, int at) {
        return (message[at] & 0xFF) << 8 | message[at + 1] & 0xFF;
    }
}
