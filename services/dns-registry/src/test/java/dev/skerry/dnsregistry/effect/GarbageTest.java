package dev.skerry.dnsregistry.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.dnsregistry.domain.Address;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Seeded random messages and queries with random faults: each is answered in form, or not at all. */
class GarbageTest {

    private static final Responder RESPONDER = new Responder(TestZone.ZONE);
    private static final Address CLIENT = Address.parse("10.1.0.1");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noMessageIsTooOdd(long seed) {
        Random random = new Random(seed);
        Set<Integer> rcodes = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] message = random(random);
            for (Transport transport : EnumSet.allOf(Transport.class)) {
                Optional<Reply> reply = RESPONDER.answer(TestZone.INDEX, message, CLIENT, transport);
                boolean answerable = message.length >= Header.LENGTH && (message[2] & 0x80) == 0;
                assertThat(reply.isPresent()).isEqualTo(answerable);
                reply.ifPresent(answer -> {
                    inForm(message, answer, transport);
                    rcodes.add(answer.rcode());
                });
            }
        }
        assertThat(rcodes).contains(Rcode.NOERROR, Rcode.FORMERR, Rcode.NXDOMAIN, Rcode.REFUSED, Rcode.NOTIMP);
    }

    private static void inForm(byte[] query, Reply reply, Transport transport) {
        byte[] wire = reply.wire();
        assertThat(wire).hasSizeGreaterThanOrEqualTo(Header.LENGTH).startsWith(query[0], query[1]);
        assertThat(wire[2] & 0x80).as("a response").isNotZero();
        assertThat(wire[2] & 0x78).as("its opcode").isEqualTo(query[2] & 0x78);
        assertThat(wire.length).isLessThanOrEqualTo(transport == Transport.UDP ? 1232 : Message.MAXLENGTH);
        assertThat(wire[3] & 0xF).isEqualTo(reply.rcode() & 0xF);
    }

    static byte[] random(Random random) {
        if (random.nextInt(4) == 0) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            return noise;
        }
        List<String> names =
                List.of("shop", "_http._tcp.shop", "nothing", "example.com.", TestZone.ORIGIN, "many", "vacant");
        Ask ask = Ask.of(
                names.get(random.nextInt(names.size())), random.nextInt(4) == 0 ? random.nextInt(1, 256) : Type.A);
        if (random.nextBoolean()) {
            ask.edns(random.nextInt(5000)).subnet("10.1.0.0/16");
        }
        byte[] wire = ask.wire();
        List<Byte> bytes = new ArrayList<>();
        int faults = random.nextInt(4);
        Set<Integer> places = new HashSet<>();
        for (int i = 0; i < faults; i++) {
            places.add(random.nextInt(wire.length));
        }
        for (int i = 0; i < wire.length; i++) {
            if (!places.contains(i)) {
                bytes.add(wire[i]);
            } else if (random.nextInt(3) > 0) {
                bytes.add((byte) random.nextInt(256));
                if (random.nextInt(4) == 0) {
                    bytes.add((byte) random.nextInt(256));
                }
            }
        }
        int length = random.nextInt(5) == 0 ? random.nextInt(bytes.size() + 1) : bytes.size();
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            message[i] = bytes.get(i);
        }
        return message;
    }
}
