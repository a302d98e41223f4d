package dev.skerry.dnsregistry.effect;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A query in the making. */
final class Ask {

    static final int ID = 4711;

    private final String name;
    private final int type;
    private int dclass = DClass.IN;
    private int opcode;
    private boolean recursion;
    private int payload = -1;
    private int version;
    private int flags;
    private final List<EDNSOption> options = new ArrayList<>();

    private Ask(String name, int type) {
        this.name = name;
        this.type = type;
    }

    /** @param name with the zone, or without a final dot below it */
    static Ask of(String name, int type) {
        return new Ask(name.endsWith(".") ? name : name + "." + TestZone.ORIGIN, type);
    }

    Ask dclass(int value) {
        dclass = value;
        return this;
    }

    Ask opcode(int value) {
        opcode = value;
        return this;
    }

    Ask recursion() {
        recursion = true;
        return this;
    }

    Ask edns(int size) {
        payload = size;
        return this;
    }

    Ask version(int value) {
        version = value;
        return edns(1232);
    }

    Ask flags(int value) {
        flags = value;
        return edns(1232);
    }

    Ask option(EDNSOption option) {
        options.add(option);
        return payload < 0 ? edns(1232) : this;
    }

    Ask subnet(String prefix) {
        int slash = prefix.indexOf('/');
        return option(new ClientSubnetOption(
                Integer.parseInt(prefix.substring(slash + 1)), InetAddress.ofLiteral(prefix.substring(0, slash))));
    }

    Message message() {
        Message query = new Message(ID);
        query.getHeader().setOpcode(opcode);
        if (recursion) {
            query.getHeader().setFlag(Flags.RD);
        }
        query.addRecord(Record.newRecord(Name.fromConstantString(name), type, dclass), Section.QUESTION);
        if (payload >= 0) {
            query.addRecord(new OPTRecord(payload, 0, version, flags, options), Section.ADDITIONAL);
        }
        return query;
    }

    byte[] wire() {
        return message().toWire();
    }

    static List<String> data(Message answer, int section) {
        return answer.getSection(section).stream()
                .filter(record -> !(record instanceof OPTRecord))
                .map(Record::rdataToString)
                .toList();
    }

    static @Nullable ClientSubnetOption subnetOf(Message answer) {
        OPTRecord opt = answer.getOPT();
        if (opt == null) {
            return null;
        }
        return (ClientSubnetOption) opt.getOptions(EDNSOption.Code.CLIENT_SUBNET).stream()
                .findFirst()
                .orElse(null);
    }
}
