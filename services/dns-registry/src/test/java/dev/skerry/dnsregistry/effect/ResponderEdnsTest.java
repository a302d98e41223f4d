package dev.skerry.dnsregistry.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.dnsregistry.domain.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Sizes, EDNS (RFC 6891), client subnet (RFC 7871), and what cannot be understood. */
class ResponderEdnsTest {

    private static final Address RESOLVER = Address.parse("192.0.2.200");
    private static final Responder RESPONDER = new Responder(TestZone.ZONE);

    @Test
    void anOptRecordIsAnsweredWithOneOfVersion0() throws IOException {
        OPTRecord opt = opt(ask(Ask.of("shop", Type.A).flags(ExtendedFlags.DO | 0x4001)));
        assertThat(opt.getVersion()).isZero();
        assertThat(opt.getPayloadSize()).isEqualTo(1232);
        assertThat(opt.getFlags())
                .as("DO is copied, what is not known is cleared")
                .isEqualTo(ExtendedFlags.DO);
        assertThat(opt.getOptions()).isEmpty();
        assertThat(opt(ask(Ask.of("shop", Type.A).edns(4096))).getFlags()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"example.com., A", "shop, AXFR", "nothing, A"})
    void soAreErrors(String name, String type) throws IOException {
        assertThat(opt(ask(Ask.of(name, Type.value(type)).edns(4096))).getVersion())
                .isZero();
    }

    @Test
    void anotherVersionIsBad() throws IOException {
        Message answer = ask(Ask.of("shop", Type.A).version(1));
        assertThat(answer.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(opt(answer).getVersion()).isZero();
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
    }

    @Test
    void optionsThatAreNotKnownAreSteppedOver() throws IOException {
        Message answer = ask(Ask.of("shop", Type.A)
                .option(new GenericEDNSOption(65001, new byte[] {1, 2, 3}))
                .subnet("10.1.0.0/16"));
        assertThat(Ask.data(answer, Section.ANSWER)).containsExactly("203.0.113.1");
        assertThat(opt(answer).getOptions()).hasSize(1);
    }

    @Test
    void moreThanOneOptRecordIsAFault() throws IOException {
        Message query = Ask.of("shop", Type.A).edns(1232).message();
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        assertThat(answer(query.toWire(), Transport.UDP).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @ParameterizedTest(name = "{0} asks {2} {3}: {4}, scope {1}")
    @CsvSource({
        "10.1.0.0/16,        16, everywhere, A,    203.0.113.1",
        "10.1.7.0/24,        16, everywhere, A,    203.0.113.1",
        "10.2.7.9/32,        16, everywhere, A,    203.0.113.2",
        "10.3.9.0/24,        24, shop,       A,    203.0.113.3",
        "10.3.8.0/24,        24, shop,       A,    203.0.113.1",
        "10.3.128.0/17,      17, shop,       A,    203.0.113.1",
        "2001:db8:1::/48,    48, everywhere, A,    203.0.113.1",
        "2001:db8:1:8::/64,  48, shop,       AAAA, 2001:db8:0:0:0:0:0:1",
        "10.1.0.0/16,        16, _http._tcp.shop, SRV, 0 0 8080 shop.edge.skerry.test.",
        "10.1.0.0/16,         0, edge.skerry.test., NS, ns1.edge.skerry.test.",
        "10.1.0.0/16,         0, ns1,        A,    192.0.2.53"
    })
    void theClientsPrefixDecidesAndIsEchoedWithTheScope(String prefix, int scope, String name, String type, String data)
            throws IOException {
        Message answer = ask(Ask.of(name, Type.value(type)).subnet(prefix));
        assertThat(Ask.data(answer, Section.ANSWER)).containsExactly(data);
        ClientSubnetOption echo = Objects.requireNonNull(Ask.subnetOf(answer));
        assertThat(echo.getScopePrefixLength()).isEqualTo(scope);
        assertThat(echo.getAddress().getHostAddress() + "/" + echo.getSourcePrefixLength())
                .isEqualTo(Objects.requireNonNull(Ask.subnetOf(
                                        Ask.of("x", Type.A).subnet(prefix).message()))
                                .getAddress()
                                .getHostAddress()
                        + prefix.substring(prefix.indexOf('/')));
    }

    @Test
    void aClientOfNoSiteGetsAnyAndTheScopeKeepsThatFromOthers() throws IOException {
        Message answer = ask(Ask.of("everywhere", Type.A).subnet("10.9.0.0/24"));
        assertThat(Ask.data(answer, Section.ANSWER)).containsExactlyInAnyOrder("203.0.113.1", "203.0.113.2");
        assertThat(Objects.requireNonNull(Ask.subnetOf(answer)).getScopePrefixLength())
                .as("10.8.0.0/13 holds no site's prefix, 10.0.0.0/12 does")
                .isEqualTo(13);
    }

    @Test
    void whatIsMissingForOneClientMayBeThereForAnother() throws IOException {
        Message answer = ask(Ask.of("shop", Type.AAAA).subnet("10.3.9.0/24"));
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
        assertThat(Objects.requireNonNull(Ask.subnetOf(answer)).getScopePrefixLength())
                .isEqualTo(24);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "_tcp.shop", "vacant"})
    void whatIsMissingForAllIsSaidToAll(String name) throws IOException {
        Message answer = ask(Ask.of(name, Type.A).subnet("10.1.2.0/24"));
        assertThat(Objects.requireNonNull(Ask.subnetOf(answer)).getScopePrefixLength())
                .isZero();
    }

    @Test
    void aClientThatDoesNotWantToBeFoundIsAnsweredByItsResolversPlace() throws IOException {
        Address resolver = Address.parse("10.2.0.53");
        for (String option : List.of("00010000", "00020000", "00000000")) {
            byte[] query = Ask.of("everywhere", Type.A)
                    .option(new GenericEDNSOption(
                            EDNSOption.Code.CLIENT_SUBNET, HexFormat.of().parseHex(option)))
                    .wire();
            byte[] wire = RESPONDER
                    .answer(TestZone.INDEX, query, resolver, Transport.UDP)
                    .orElseThrow()
                    .wire();
            assertThat(HexFormat.of().formatHex(wire)).as("203.0.113.2").contains("cb007102");
            assertThat(HexFormat.of().formatHex(wire)).as("echoed").endsWith("00080004" + option);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "000110000a, too few octets",
        "000110000a0101, too many octets",
        "000110000a0101ff, more than too many octets",
        "000114000a01ff, bits beyond the prefix",
        "000110100a01, a scope in a query",
        "000121000a01020300, longer than an IPv4 address",
        "0002810020010db8000000000000000000000000ff, longer than an IPv6 address",
        "0002800000000000000000000000ffff0a010203, a mapped address",
        "000310000a01, a family that nobody knows",
        "000008000a, an address without family",
        "0001, too short",
        "'', nothing"
    })
    void aFaultyClientSubnetIsAFault(String data, String what) throws IOException {
        Message answer = answer(
                Ask.of("shop", Type.A)
                        .option(new GenericEDNSOption(
                                EDNSOption.Code.CLIENT_SUBNET, HexFormat.of().parseHex(data)))
                        .wire(),
                Transport.UDP);
        assertThat(answer.getRcode()).as(what).isEqualTo(Rcode.FORMERR);
        assertThat(opt(answer).getVersion()).isZero();
        assertThat(answer.getQuestion()).isNotNull();
    }

    @ParameterizedTest(name = "{0} with payload {1}: at most {2}, truncated: {3}")
    @CsvSource({
        "shop,    -1,  512, false",
        "many,    -1,  512, true",
        "many,   100,  512, true",
        "many,   512,  512, true",
        "many,   600,  600, false",
        "many,  4096, 1232, false",
        "crowd, 1232, 1232, true",
        "crowd, 4096, 1232, true",
        "crowd,65535, 1232, true"
    })
    void anAnswerIsAsLongAsItMayBe(String name, int payload, int limit, boolean truncated) throws IOException {
        Ask ask = Ask.of(name, Type.A);
        byte[] wire = wire((payload < 0 ? ask : ask.edns(payload)).wire(), Address.parse("10.1.0.1"), Transport.UDP);
        Message answer = new Message(wire);
        assertThat(wire.length).isLessThanOrEqualTo(limit);
        assertThat(answer.getHeader().getFlag(Flags.TC)).isEqualTo(truncated);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER).isEmpty()).isEqualTo(truncated);
        assertThat(answer.getOPT() != null).isEqualTo(payload >= 0);
    }

    @Test
    void overTcpItIsWhole() throws IOException {
        Message answer = new Message(wire(Ask.of("crowd", Type.A).wire(), Address.parse("10.1.0.1"), Transport.TCP));
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(answer.getSection(Section.ANSWER)).hasSize(300);
    }

    @Test
    void whatIsOnlyAdditionalGoesFirstAndIsNoTruncation() throws IOException {
        byte[] query = Ask.of("_http._tcp.many", Type.SRV).wire();
        Message answer = new Message(wire(query, Address.parse("10.1.0.1"), Transport.UDP));
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
        assertThat(answer.getSection(Section.ADDITIONAL)).isEmpty();
        assertThat(new Message(wire(query, Address.parse("10.1.0.1"), Transport.TCP)).getSection(Section.ADDITIONAL))
                .hasSize(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.IQUERY, Opcode.STATUS, 3, Opcode.NOTIFY, Opcode.UPDATE, 6, 15})
    void onlyQueriesAreImplemented(int opcode) throws IOException {
        Message answer = answer(Ask.of("shop", Type.A).opcode(opcode).wire(), Transport.UDP);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(answer.getHeader().getOpcode()).isEqualTo(opcode);
        assertThat(answer.getHeader().getID()).isEqualTo(Ask.ID);
    }

    @Test
    void responsesAndScrapsAreNotAnswered() {
        byte[] response = Ask.of("shop", Type.A).wire();
        response[2] |= (byte) 0x80;
        assertThat(RESPONDER.answer(TestZone.INDEX, response, RESOLVER, Transport.UDP))
                .isEmpty();
        for (int length = 0; length < Header.LENGTH; length++) {
            assertThat(RESPONDER.answer(TestZone.INDEX, new byte[length], RESOLVER, Transport.UDP))
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0001 0000 0000 0000, 00, no type and class",
        "0001 0000 0000 0000, '', no question where one is announced",
        "0000 0000 0000 0000, '', no question",
        "0002 0000 0000 0000, 00 0001 0001 00 0001 0001, two questions",
        "0001 0000 0000 0000, 41 61, a label that is no label",
        "0001 0000 0000 0000, 05 61 62, a cut label",
        "0001 0000 0000 0000, c0 0c 0001 0001, a name that points to itself",
        "0001 0000 0000 0000, c0 ff 0001 0001, a name that points out of the message",
        "0001 0000 0000 0001, 00 0001 0001, a record that is not there",
        "0001 ffff ffff ffff, 00 0001 0001, very many records that are not there",
        "0001 0000 0000 0001, 00 0001 0001 00 0029 04d0 00000000 0004, a cut OPT record",
        "0001 0000 0000 0001, 00 0001 0001 00 0029 04d0 00000000 0002 0008, a cut option",
        "0001 0000 0000 0001, 00 0001 0001 01 61 00 0029 04d0 00000000 0000, OPT that is not at the root",
        "0001 0000 0000 0000, 00 0029 0001, OPT as a question"
    })
    void whatCannotBeReadIsAFault(String counts, String rest, String what) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(HexFormat.of().parseHex("12670100" + counts.replace(" ", "")));
        message.write(HexFormat.of().parseHex(rest.replace(" ", "")));
        Message answer = answer(message.toByteArray(), Transport.UDP);
        assertThat(answer.getHeader().getRcode()).as(what).isEqualTo(Rcode.FORMERR);
        assertThat(answer.getHeader().getID()).isEqualTo(Ask.ID);
        assertThat(answer.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
    }

    private static Message ask(Ask ask) throws IOException {
        return answer(ask.wire(), Transport.UDP);
    }

    private static Message answer(byte[] query, Transport transport) throws IOException {
        return new Message(wire(query, RESOLVER, transport));
    }

    private static byte[] wire(byte[] query, Address client, Transport transport) {
        return RESPONDER
                .answer(TestZone.INDEX, query, client, transport)
                .orElseThrow()
                .wire();
    }

    private static OPTRecord opt(Message answer) {
        return Objects.requireNonNull(answer.getOPT());
    }
}
