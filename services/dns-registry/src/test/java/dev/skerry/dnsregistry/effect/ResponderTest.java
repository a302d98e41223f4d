package dev.skerry.dnsregistry.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.dnsregistry.domain.Address;
import dev.skerry.dnsregistry.domain.Sites;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What stands where in the zone, as a table from question to answer. */
class ResponderTest {

    private static final String COPENHAGEN = "10.1.2.3";
    private static final Responder RESPONDER = new Responder(TestZone.ZONE);

    @ParameterizedTest(name = "{0} {1} from {2}: {3}")
    @CsvSource({
        "shop,             A,    10.1.2.3,         203.0.113.1",
        "shop,             AAAA, 10.1.2.3,         2001:db8:0:0:0:0:0:1",
        "shop,             A,    2001:db8:1:7::9,  203.0.113.1",
        "shop,             A,    10.2.2.3,         203.0.113.1",
        "shop,             A,    10.3.9.9,         203.0.113.3",
        "shop,             A,    10.3.8.9,         203.0.113.1",
        "everywhere,       A,    10.2.2.3,         203.0.113.2",
        "everywhere,       A,    10.1.2.3,         203.0.113.1",
        "SHOP,             A,    10.1.2.3,         203.0.113.1",
        "deep.acme,        A,    10.1.2.3,         203.0.113.2",
        "_http._tcp.shop,  SRV,  10.1.2.3,         0 0 8080 shop.edge.skerry.test.",
        "_HTTP._Tcp.Shop,  SRV,  10.1.2.3,         0 0 8080 shop.edge.skerry.test.",
        "edge.skerry.test.,NS,   10.1.2.3,         ns1.edge.skerry.test.",
        "EDGE.skerry.TEST.,NS,   10.1.2.3,         ns1.edge.skerry.test.",
        "ns1,              A,    10.1.2.3,         192.0.2.53",
        "ns1,              AAAA, 10.1.2.3,         2001:db8:0:0:0:0:0:53"
    })
    void answersWhatIsThere(String name, String type, String client, String data) throws IOException {
        Message answer = ask(Ask.of(name, Type.value(type)), client);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(Ask.data(answer, Section.ANSWER)).singleElement().asString().isEqualToIgnoringCase(data);
        assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}: NODATA")
    @CsvSource({
        "shop,            TXT",
        "shop,            SRV",
        "shop,            TYPE65",
        "shop,            HINFO",
        "six,             A",
        "silent,          A",
        "silent,          ANY",
        "_http._tcp.silent, SRV",
        "vacant,          A",
        "vacant,          ANY",
        "_tcp.vacant,     A",
        "_http._tcp.vacant, SRV",
        "_tcp.shop,       A",
        "_tcp.shop,       ANY",
        "_http._tcp.shop, A",
        "acme,            A",
        "ns1,             TXT",
        "edge.skerry.test., A",
        "edge.skerry.test., MX"
    })
    void saysOfAnExistingNameThatItHasNoSuchData(String name, String type) throws IOException {
        negative(ask(Ask.of(name, Type.value(type)), COPENHAGEN), Rcode.NOERROR);
    }

    @ParameterizedTest(name = "{0}: NXDOMAIN")
    @ValueSource(
            strings = {
                "nothing",
                "x.shop",
                "_udp.shop",
                "_smtp._tcp.shop",
                "x._http._tcp.shop",
                "_tcp.nothing",
                "_tcp.ns1",
                "x.acme",
                "*",
                "sho\\.p"
            })
    void deniesWhatDoesNotExist(String name) throws IOException {
        negative(ask(Ask.of(name, Type.A), COPENHAGEN), Rcode.NXDOMAIN);
        negative(ask(Ask.of(name, Type.ANY), COPENHAGEN), Rcode.NXDOMAIN);
    }

    private static void negative(Message answer, int rcode) {
        assertThat(answer.getRcode()).isEqualTo(rcode);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getSection(Section.AUTHORITY)).singleElement().satisfies(record -> {
            SOARecord soa = (SOARecord) record;
            assertThat(soa.getName()).isEqualTo(TestZone.ZONE.origin());
            assertThat(soa.getTTL()).as("RFC 2308, section 3").isEqualTo(soa.getMinimum());
        });
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "example.com.,       A,    IN, REFUSED",
        "skerry.test.,       SOA,  IN, REFUSED",
        "xedge.skerry.test., A,    IN, REFUSED",
        ".,                  NS,   IN, REFUSED",
        "shop,               A,    CH, REFUSED",
        "version.bind.,      TXT,  CH, REFUSED",
        "shop,               A,   ANY, REFUSED",
        "edge.skerry.test.,  AXFR, IN, REFUSED",
        "edge.skerry.test.,  IXFR, IN, REFUSED",
        "shop,               MAILB,IN, NOTIMP",
        "shop,               TSIG, IN, NOTIMP"
    })
    void refusesWhatIsNotItsBusiness(String name, String type, String dclass, String rcode) throws IOException {
        Message answer = ask(Ask.of(name, Type.value(type)).dclass(DClass.value(dclass)), COPENHAGEN);
        assertThat(Rcode.string(answer.getRcode())).isEqualTo(rcode);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
        assertThat(answer.getQuestion().getType()).isEqualTo(Type.value(type));
    }

    @Test
    void theApexHasItsStartOfAuthority() throws IOException {
        Message answer = ask(Ask.of(TestZone.ORIGIN, Type.SOA), COPENHAGEN);
        SOARecord soa = (SOARecord) answer.getSection(Section.ANSWER).getFirst();
        assertThat(soa.getHost()).hasToString("ns1.edge.skerry.test.");
        assertThat(soa.getAdmin()).hasToString("hostmaster.edge.skerry.test.");
        assertThat(soa.getSerial()).isEqualTo(TestZone.CHANGED.getEpochSecond());
        assertThat(soa.getTTL()).isEqualTo(300);
    }

    @Test
    void theNameServersAddressesComeAlong() throws IOException {
        assertThat(Ask.data(ask(Ask.of(TestZone.ORIGIN, Type.NS), COPENHAGEN), Section.ADDITIONAL))
                .containsExactly("192.0.2.53", "2001:db8:0:0:0:0:0:53");
    }

    @Test
    void aServicesAddressesComeAlongAndAreTheNearest() throws IOException {
        Message answer = ask(Ask.of("_http._tcp.shop", Type.SRV), "10.3.9.9");
        assertThat(Ask.data(answer, Section.ADDITIONAL)).containsExactly("203.0.113.3");
        assertThat(answer.getSection(Section.ADDITIONAL).getFirst().getName()).hasToString("shop.edge.skerry.test.");
        assertThat(answer.getSection(Section.ANSWER)).extracting(Record::getTTL).containsExactly(20L);
    }

    @Test
    void anAskerOfNoKnownSiteGetsSomeOfAllAlwaysInTheSameOrder() throws IOException {
        Ask ask = Ask.of("everywhere", Type.A);
        List<String> first = Ask.data(ask(ask, "192.168.7.7"), Section.ANSWER);
        assertThat(first).containsExactlyInAnyOrder("203.0.113.1", "203.0.113.2");
        assertThat(Ask.data(ask(ask, "192.168.7.7"), Section.ANSWER)).isEqualTo(first);
        assertThat(Ask.data(ask(Ask.of("many", Type.A), "192.168.7.7"), Section.ANSWER))
                .hasSize(8);
    }

    @Test
    void copiesWhatIsToBeCopiedAndTheCaseOfTheQuestion() throws IOException {
        Message answer = ask(Ask.of("sHoP", Type.A).recursion(), COPENHAGEN);
        assertThat(answer.getHeader().getID()).isEqualTo(Ask.ID);
        assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(answer.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(answer.getHeader().getFlag(Flags.RA)).isFalse();
        assertThat(answer.getHeader().getFlag(Flags.AD)).isFalse();
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(answer.getQuestion().getName()).hasToString("sHoP.edge.skerry.test.");
        assertThat(answer.getSection(Section.ANSWER).getFirst().getName()).hasToString("sHoP.edge.skerry.test.");

        assertThat(ask(Ask.of("shop", Type.A), COPENHAGEN).getHeader().getFlag(Flags.RD))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"shop", "_http._tcp.shop", "edge.skerry.test.", "ns1"})
    void everythingIsNotTold(String name) throws IOException {
        Message answer = ask(Ask.of(name, Type.ANY), COPENHAGEN);
        assertThat(answer.getSection(Section.ANSWER)).singleElement().satisfies(record -> {
            assertThat(record.getType()).isEqualTo(Type.HINFO);
            assertThat(record.rdataToString()).isEqualTo("\"RFC8482\" \"\"");
            assertThat(record.getTTL()).isPositive();
        });
    }

    @Test
    void beforeTheZoneIsCompleteNothingInItIsClaimed() throws IOException {
        ZoneIndex incomplete = new ZoneIndex(TestZone.ZONE, false, Sites.NONE, List.of(), 0);
        for (Ask ask : List.of(Ask.of("shop", Type.A), Ask.of("nothing", Type.A), Ask.of(TestZone.ORIGIN, Type.SOA))) {
            Message answer = ask(incomplete, ask, COPENHAGEN);
            assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
            assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
        }
        assertThat(ask(incomplete, Ask.of("example.com.", Type.A), COPENHAGEN).getRcode())
                .isEqualTo(Rcode.REFUSED);
    }

    @Test
    void theServersNameCannotBeTakenByARecord() throws IOException {
        ZoneIndex index = TestZone.index(TestZone.answering("ns1", 20, TestZone.target("berlin", "203.0.113.66")));
        assertThat(Ask.data(ask(index, Ask.of("ns1", Type.A), COPENHAGEN), Section.ANSWER))
                .containsExactly("192.0.2.53");
    }

    @Test
    void aNameAboveAnotherIsStillItself() throws IOException {
        ZoneIndex index = TestZone.index(
                TestZone.answering("a.b.c", 20, TestZone.target("berlin", "203.0.113.1")),
                TestZone.answering("b.c", 20, TestZone.target("berlin", "203.0.113.2")));
        assertThat(Ask.data(ask(index, Ask.of("b.c", Type.A), COPENHAGEN), Section.ANSWER))
                .containsExactly("203.0.113.2");
        negative(ask(index, Ask.of("c", Type.A), COPENHAGEN), Rcode.NOERROR);
        assertThat(Name.fromConstantString("c." + TestZone.ORIGIN)).isNotNull();
    }

    private static Message ask(Ask ask, String client) throws IOException {
        return ask(TestZone.INDEX, ask, client);
    }

    private static Message ask(ZoneIndex index, Ask ask, String client) throws IOException {
        Reply reply = RESPONDER
                .answer(index, ask.wire(), Address.parse(client), Transport.UDP)
                .orElseThrow();
        Message answer = new Message(reply.wire());
        assertThat(answer.getRcode()).isEqualTo(reply.rcode());
        assertThat(answer.getOPT()).as("no OPT where none was asked").isNull();
        return answer;
    }
}
