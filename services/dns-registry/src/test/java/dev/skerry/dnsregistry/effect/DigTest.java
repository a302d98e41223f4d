package dev.skerry.dnsregistry.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What BIND's dig makes of the answers. */
class DigTest {

    private static RunningServer running;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, "dig").canExecute()),
                "dig is not on PATH: install bind9-dnsutils");
        running = RunningServer.complete(16, Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
        }
    }

    @ParameterizedTest(name = "dig {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            shop A +subnet=10.2.3.0/24                | status: NOERROR; flags: qr aa; CLIENT-SUBNET: 10.2.3.0/24/16; 203.0.113.2
            shop A +subnet=10.1.3.0/24                | status: NOERROR; CLIENT-SUBNET: 10.1.3.0/24/16; 203.0.113.1
            shop A +subnet=10.1.3.0/24 +tcp           | status: NOERROR; CLIENT-SUBNET: 10.1.3.0/24/16; 203.0.113.1; (TCP)
            shop AAAA +subnet=10.1.3.0/24             | status: NOERROR; 2001:db8::1
            shop AAAA +subnet=10.2.3.0/24             | status: NOERROR; ANSWER: 0; SOA; CLIENT-SUBNET: 10.2.3.0/24/16
            shop A +subnet=0                          | status: NOERROR; ANSWER: 2
            shop A +noedns                            | status: NOERROR; ADDITIONAL: 0; ANSWER: 2
            shop A +nocookie +bufsize=512             | status: NOERROR; udp: 1232
            SHOP A +noedns +subnet=10.2.3.0/24        | status: NOERROR; SHOP.edge.skerry.test.; 203.0.113.2
            shop A +edns=1 +noednsnegotiation         | status: BADVERS
            shop A +dnssec                            | status: NOERROR; flags: do
            shop A +ednsopt=65001:0102                | status: NOERROR; ANSWER: 2
            shop A +rec                               | flags: qr aa rd;
            shop ANY +notcp                           | HINFO; RFC8482
            _http._tcp.shop SRV +subnet=10.2.3.0/24   | 0 0 8080 shop.edge.skerry.test.; 203.0.113.2
            nothing A                                 | status: NXDOMAIN; flags: qr aa; AUTHORITY: 1; hostmaster.edge.skerry.test.
            _tcp.shop A                               | status: NOERROR; ANSWER: 0; AUTHORITY: 1
            crowd A +subnet=10.1.0.0/16 +ignore +bufsize=4096 | flags: qr aa tc; ANSWER: 0
            crowd A +subnet=10.1.0.0/16 +noedns +ignore       | status: NOERROR
            crowd A +subnet=10.1.0.0/16 +bufsize=1232         | ANSWER: 300; (TCP)
            crowd A +subnet=10.1.0.0/16 +tcp          | ANSWER: 300; (TCP)
            shop A +opcode=notify                     | status: NOTIMP
            """)
    void digUnderstands(String query, String expected) throws IOException, InterruptedException {
        String output = dig(query.strip());
        for (String part : expected.split("; ")) {
            assertThat(output).as("dig %s", query).contains(part.strip());
        }
        assertThat(output).doesNotContain("Warning", "malformed", "FORMERR", "connection timed out");
    }

    @ParameterizedTest(name = "dig {0}: {1}")
    @CsvSource({"example.com., REFUSED", "edge.skerry.test., NOERROR"})
    void digUnderstandsTheEdgeOfTheZone(String name, String status) throws IOException, InterruptedException {
        assertThat(dig(name + " SOA")).contains("status: " + status);
    }

    private static String dig(String query) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(query.split("\\s+")));
        String name = words.removeFirst();
        List<String> command = new ArrayList<>(List.of(
                "dig", "-r", "@127.0.0.1", "-p", String.valueOf(running.port()), "+norec", "+tries=1", "+time=10"));
        command.add(name.endsWith(".") ? name : name + "." + TestZone.ORIGIN);
        command.addAll(words);
        Process dig = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            dig.getOutputStream().close();
            String output = new String(dig.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(dig.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            dig.destroyForcibly();
        }
    }
}
