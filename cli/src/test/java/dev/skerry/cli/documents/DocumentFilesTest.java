package dev.skerry.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentFilesTest {

    private static final String FLEET = """
            # a comment
            ---
            apiVersion: skerry.dev/v1
            kind: Site
            metadata: {name: copenhagen}
            spec: {latitude: 55.6761}
            ---
            apiVersion: skerry.dev/v1
            kind: Machine
            spec: {site: copenhagen, macs: ["52:54:00:00:01:01"]}
            ---
            apiVersion: skerry.dev/v1
            kind: App
            metadata: {tenant: acme, name: shop}
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aYamlFileHasSeveralDocuments() {
        List<Document> documents = parse("fleet.yaml", FLEET);
        assertThat(documents)
                .extracting(Document::place)
                .containsExactly(
                        "fleet.yaml: document 1 (Site copenhagen)",
                        "fleet.yaml: document 2 (Machine 52:54:00:00:01:01)",
                        "fleet.yaml: document 3 (App acme/shop)");
        assertThat(documents.getFirst().tree().path("spec").path("latitude").asDouble())
                .isEqualTo(55.6761);
    }

    @Test
    void jsonIsOneDocumentOrAListOrSeveral() {
        String site = "{\"kind\":\"Site\",\"metadata\":{\"name\":\"%s\"}}";
        assertThat(parse("a.json", site.formatted("a"))).hasSize(1);
        assertThat(parse("a.json", "[" + site.formatted("a") + "," + site.formatted("b") + "]"))
                .extracting(Document::place)
                .containsExactly("a.json: document 1 (Site a)", "a.json: document 2 (Site b)");
        assertThat(parse("a.json", site.formatted("a") + "\n" + site.formatted("b")))
                .hasSize(2);
    }

    @Test
    void whatIsPipedInIsReadByItsLooks() {
        assertThat(DocumentFiles.read(List.of("-"), in(FLEET))).hasSize(3);
        assertThat(DocumentFiles.read(List.of("-"), in("mac,site\n52:54:00:00:01:01,copenhagen\n")))
                .singleElement()
                .extracting(Document::place)
                .isEqualTo("stdin: line 2 (Machine 52:54:00:00:01:01)");
        assertThat(DocumentFiles.read(List.of("-"), in("[{\"kind\":\"Site\",\"metadata\":{\"name\":\"a\"}}]")))
                .hasSize(1);
    }

    @Test
    void ofAFolderTheDocumentFilesAreRead() throws IOException {
        Files.writeString(folder.resolve("b.yaml"), "kind: Site\nmetadata: {name: b}\n");
        Files.writeString(folder.resolve("a.csv"), "mac,site\n52:54:00:00:01:01,b\n");
        Files.writeString(folder.resolve("readme.txt"), "nothing");
        assertThat(DocumentFiles.read(List.of(folder.toString()), in("")))
                .extracting(document -> document.kind().title())
                .containsExactly("Machine", "Site");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    kind: [1                                   | f.yaml: not YAML: .* \\(line \\d+, column \\d+\\); correct it there
                    'kind: Site'                               | ok
                    'name: x'                                  | f.yaml: document 1: kind: is missing; write one of Site, InstallProfile, HardwareClass, Machine, Cluster, App
                    'kind: Sites'                              | f.yaml: document 1: kind: "Sites" is not known; write one of Site, InstallProfile, HardwareClass, Machine, Cluster, App
                    'just words'                               | f.yaml: document 1: this is not a document; start it with apiVersion, kind, metadata and spec
                    '{kind: Site, kind: App}'                  | f.yaml: not YAML: .*[dD]uplicate.*
                    '# nothing'                                | f.yaml: there is no document in it; .*
                    """)
    void whatIsNoDocumentIsRefusedWithItsPlace(String text, String message) {
        if (message.equals("ok")) {
            assertThat(parse("f.yaml", text)).hasSize(1);
        } else {
            assertThatThrownBy(() -> parse("f.yaml", text))
                    .isInstanceOfSatisfying(
                            CommandException.class,
                            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED))
                    .message()
                    .matches("(?s)" + message);
        }
    }

    @Test
    void aMacThatTwoMachinesClaimIsRefusedWithBothPlaces() {
        String twice = """
                kind: Machine
                metadata: {name: a}
                spec: {macs: ["52:54:00:00:01:01"]}
                ---
                kind: Machine
                metadata: {name: b}
                spec: {macs: ["52:54:00:00:01:02", "52-54-00-00-01-01"]}
                """;
        assertThatThrownBy(() -> DocumentFiles.read(List.of("-"), in(twice)))
                .hasMessage("stdin: document 2 (Machine b): spec.macs[1]: 52:54:00:00:01:01 stands in "
                        + "stdin: document 1 (Machine a) too; give each machine its own MACs");
    }

    @Test
    void aFileThatIsNotThereAndOneThatIsNotUtf8AreNamed() throws IOException {
        assertThatThrownBy(() -> DocumentFiles.read(List.of("/no/such.yaml"), in("")))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
                .hasMessage("/no/such.yaml: there is no such file");
        Path latin = Files.write(folder.resolve("l.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE6});
        assertThatThrownBy(() -> DocumentFiles.read(List.of(latin.toString()), in("")))
                .hasMessage(latin + ": this is not UTF-8; save it as UTF-8");
    }

    private static List<Document> parse(String file, String text) {
        return DocumentFiles.parse(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
