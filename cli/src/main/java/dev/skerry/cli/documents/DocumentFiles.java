package dev.skerry.cli.documents;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.output.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectMapper;

/** Reads documents: YAML (several in a file), JSON (one, several, or a list of them), and CSV files of machines. */
public final class DocumentFiles {

    private DocumentFiles() {}

    /**
     * Reads files in the order given; of a folder, the files in it that end in .yaml, .yml, .json or .csv, by name. {@code -} is
     * what is piped in.
     *
     * @throws CommandException when a file cannot be read or parsed, or two documents claim one MAC
     */
    public static List<Document> read(List<String> names, InputStream in) {
        List<Document> documents = new ArrayList<>();
        for (String name : names) {
            if (name.equals("-")) {
                documents.addAll(parse("stdin", bytes(in)));
            } else {
                for (Path file : files(Path.of(name))) {
                    documents.addAll(parse(file.toString(), bytes(file)));
                }
            }
        }
        refuseSharedMacs(documents);
        return documents;
    }

    /** Parses one file. */
    static List<Document> parse(String file, byte[] bytes) {
        String text = text(file, bytes);
        if (file.toLowerCase(Locale.ROOT).endsWith(".csv") || looksLikeCsv(file, text)) {
            return new CsvMachines(file).parse(text);
        }
        boolean json = file.toLowerCase(Locale.ROOT).endsWith(".json");
        List<JsonNode> trees = json ? trees(file, text, Trees.JSON, "JSON") : trees(file, text, Trees.yaml(), "YAML");
        List<Document> documents = new ArrayList<>();
        int number = 0;
        for (JsonNode tree : trees) {
            for (JsonNode each : tree.isArray() ? tree : List.of(tree)) {
                number++;
                if (!each.isNull() && !each.isMissingNode()) {
                    documents.add(Document.of(file + ": document " + number, each));
                }
            }
        }
        if (documents.isEmpty()) {
            throw Document.refused(file, "there is no document in it", "write documents of the kinds " + Kind.titles());
        }
        return documents;
    }

    /** Piped in there is no name to go by: a header that begins with a needed column is one of CSV. */
    private static boolean looksLikeCsv(String file, String text) {
        String first = text.lines().findFirst().orElse("");
        return file.equals("stdin") && first.contains(",") && first.matches("\"?[a-z_]+\"?\\s*,.*");
    }

    private static List<JsonNode> trees(String file, String text, ObjectMapper mapper, String language) {
        List<JsonNode> trees = new ArrayList<>();
        try (MappingIterator<JsonNode> values = mapper.readerFor(JsonNode.class).readValues(text)) {
            while (values.hasNextValue()) {
                trees.add(values.nextValue());
            }
            return trees;
        } catch (JacksonException e) {
            throw Document.refused(file, "not " + language + ": " + explain(e), "correct it there");
        }
    }

    private static String explain(JacksonException e) {
        String message = e.getOriginalMessage();
        String line = message == null
                ? "it cannot be parsed"
                : message.lines().findFirst().orElse("").strip();
        TokenStreamLocation place = e.getLocation();
        return place == null || place.getLineNr() < 1
                ? line
                : line + " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }

    private static void refuseSharedMacs(List<Document> documents) {
        Map<String, Document> holders = new HashMap<>();
        for (Document document : documents) {
            List<String> macs = document.macs();
            for (int i = 0; i < macs.size(); i++) {
                Document holder = holders.putIfAbsent(macs.get(i), document);
                if (holder != null) {
                    throw Document.refused(
                            document.place(),
                            "spec.macs[%d]: %s stands in %s too".formatted(i, macs.get(i), holder.place()),
                            "give each machine its own MACs");
                }
            }
        }
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> listed = Files.list(path)) {
            return listed.filter(file -> file.toString().matches(".*\\.(yaml|yml|json|csv)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(path.toString(), e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCode.NOT_FOUND, file + ": there is no such file", e);
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static byte[] bytes(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreadable("stdin", e);
        }
    }

    private static CommandException unreadable(String what, IOException cause) {
        return new CommandException(ExitCode.FAILURE, what + " cannot be read: " + cause.getMessage(), cause);
    }

    private static String text(String file, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Document.refused(file, "this is not UTF-8", "save it as UTF-8");
        }
    }
}
