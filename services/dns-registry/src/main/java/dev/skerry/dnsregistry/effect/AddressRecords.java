package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.domain.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The address records of one owner.
 *
 * @param a IPv4
 * @param aaaa IPv6
 */
record AddressRecords(List<Record> a, List<Record> aaaa) {

    static final AddressRecords NONE = new AddressRecords(List.of(), List.of());

    AddressRecords {
        a = List.copyOf(a);
        aaaa = List.copyOf(aaaa);
    }

    /** @param ttl seconds */
    static AddressRecords of(Name owner, long ttl, List<Address> addresses) {
        List<Record> a = new ArrayList<>();
        List<Record> aaaa = new ArrayList<>();
        for (Address address : addresses) {
            switch (address.family()) {
                case IPV4 -> a.add(new ARecord(owner, DClass.IN, ttl, inet(address)));
                case IPV6 -> aaaa.add(new AAAARecord(owner, DClass.IN, ttl, inet(address)));
            }
        }
        return new AddressRecords(a, aaaa);
    }

    boolean isEmpty() {
        return a.isEmpty() && aaaa.isEmpty();
    }

    /** Both families, IPv4 first. */
    List<Record> all() {
        List<Record> all = new ArrayList<>(a);
        all.addAll(aaaa);
        return all;
    }

    private static InetAddress inet(Address address) {
        try {
            return InetAddress.getByAddress(address.bytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
