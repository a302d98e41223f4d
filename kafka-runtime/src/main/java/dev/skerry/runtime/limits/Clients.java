package dev.skerry.runtime.limits;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.security.cert.X509Certificate;

/** Who counts as one client, as a number. */
public final class Clients {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    /** An IPv6 host has a whole /64 to take addresses from (RFC 4291, section 2.5.1). */
    private static final int IPV6_HOST = 64;

    private static final int IPV4_HOST = 32;
    private static final long PRIME = 0x100000001b3L;
    private static final long OFFSET = 0xcbf29ce484222325L;

    private Clients() {}

    /** Who sends a request: the subject of its client certificate, which TLS has verified, else its address; an IPv6 one by its /64. */
    static long of(HttpServletRequest request) {
        if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0) {
            return named(chain[0].getSubjectX500Principal().getName());
        }
        String address = request.getRemoteAddr();
        return address.indexOf(':') < 0
                ? named(address)
                : prefix(InetAddress.ofLiteral(address).getAddress(), IPV4_HOST, IPV6_HOST);
    }

    /** A client with a name that others vouch for. */
    public static long named(String name) {
        long hash = OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * PRIME;
        }
        return hash;
    }

    /**
     * The network that an address lies in.
     *
     * @param address 4 or 16 bytes
     * @param ipv4 bits that count of an IPv4 address, 0 to 32
     * @param ipv6 bits that count of an IPv6 address, 0 to 64
     */
    public static long prefix(byte[] address, int ipv4, int ipv6) {
        int bits = address.length == 4 ? ipv4 : ipv6;
        int bytes = Math.min(8, address.length);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | address[i] & 0xFF;
        }
        int width = bytes * 8;
        long network = bits == 0 ? 0 : value >>> (width - bits);
        return mixed(network) ^ address.length;
    }

    /** Every bit of the value moves every bit of the result (Stafford's variant 13 of MurmurHash3's finaliser). */
    static long mixed(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
