package dev.skerry.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.output.Trees;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvMachinesTest {

    @Test
    void aLineIsAMachine() {
        List<Document> documents = parse("""
                name,mac,site,bmc_protocol,bmc_address,bmc_credentials
                cph-1,52:54:00:00:01:01 52:54:00:00:01:02,copenhagen,redfish,"http://10.0.0.9/redfish/v1/Systems/1",rack

                # the next has no name
                ,52:54:00:00:01:03,copenhagen,,,
                """);
        assertThat(documents)
                .extracting(Document::place)
                .containsExactly("m.csv: line 2 (Machine cph-1)", "m.csv: line 5 (Machine 52:54:00:00:01:03)");
        assertThat(Trees.jsonLine(documents.get(0).tree()))
                .isEqualTo("{\"apiVersion\":\"skerry.dev/v1\",\"kind\":\"Machine\",\"metadata\":{\"name\":\"cph-1\"},"
                        + "\"spec\":{\"site\":\"copenhagen\",\"macs\":[\"52:54:00:00:01:01\",\"52:54:00:00:01:02\"],"
                        + "\"bmc\":{\"protocol\":\"redfish\",\"address\":\"http://10.0.0.9/redfish/v1/Systems/1\","
                        + "\"credentialsRef\":\"rack\"}}}");
        assertThat(Trees.jsonLine(documents.get(1).tree()))
                .isEqualTo("{\"apiVersion\":\"skerry.dev/v1\",\"kind\":\"Machine\","
                        + "\"spec\":{\"site\":\"copenhagen\",\"macs\":[\"52:54:00:00:01:03\"]}}");
    }

    @Test
    void windowsLineEndsAByteOrderMarkAndAMissingLastLineEndDoNotMatter() {
        assertThat(parse("\uFEFFmac,site\r\n52:54:00:00:01:01,a\r\n52:54:00:00:01:02,b"))
                .extracting(
                        document -> document.tree().path("spec").path("site").asString(""))
                .containsExactly("a", "b");
    }

    @Test
    void quotedCellsMayHoldCommasQuotesAndLineEnds() {
        assertThat(new CsvReader("f", "a,\"b, \"\"c\"\"\n\"\n\"\",d\n").rows())
                .extracting(row -> row.line() + " " + row.cells())
                .containsExactly("1 [a, b, \"c\"\n]", "3 [, d]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    name,mac~a,b                        | m.csv: the column "site" is missing: the header is "name,mac"; add it; .*
                    site~a                              | m.csv: the column "mac" is missing: .*
                    mac,site,colour~a,b,c               | m.csv: the column "colour" is not known; use mac,site,name,.*
                    mac,site,mac~a,b,c                  | m.csv: the column "mac" stands twice; leave one of them out
                    mac,site~a                          | m.csv: line 2: it has 1 cells under 2 columns; .*
                    mac,site~a,b~c,                     | m.csv: line 3: the cell "site" is empty; fill it in
                    mac,site                            | m.csv: there is no machine below the header; .*
                    mac,site~"a,b                       | m.csv: line 2: a quoted cell has no end; .*
                    mac,site~"a"x,b                     | m.csv: line 2: text follows a closing quote; .*
                    ~~                                  | m.csv: it is empty; begin it with the header mac,site,name,.*
                    """)
    void whatIsWrongIsRefusedWithItsLine(String text, String message) {
        assertThatThrownBy(() -> parse(text.strip().replace('~', '\n')))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
                .message()
                .matches(message);
    }

    private static List<Document> parse(String text) {
        return new CsvMachines("m.csv").parse(text);
    }
}
