package dev.skerry.dnsregistry.effect;

import java.util.List;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * What a reply says.
 *
 * @param rcode 0 to 15
 * @param authoritative the AA flag
 * @param scope for how many leading bits of the client's prefix it holds; 0 for every client
 */
record Content(
        int rcode,
        boolean authoritative,
        List<Record> answer,
        List<Record> authority,
        List<Record> additional,
        int scope) {

    /** The name exists, without what was asked for. */
    static final Content NOTHING = of(List.of(), List.of(), 0);

    static Content of(List<Record> answer, List<Record> additional, int scope) {
        return new Content(Rcode.NOERROR, true, answer, List.of(), additional, scope);
    }

    /** NXDOMAIN or NODATA (RFC 2308, section 2). */
    static Content negative(int rcode, Record soa, int scope) {
        return new Content(rcode, true, List.of(), List.of(soa), List.of(), scope);
    }

    static Content error(int rcode) {
        return new Content(rcode, false, List.of(), List.of(), List.of(), 0);
    }
}
