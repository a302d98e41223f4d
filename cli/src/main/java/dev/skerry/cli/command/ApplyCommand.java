package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.documents.Document;
import dev.skerry.cli.documents.DocumentFiles;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a request of each document in files. */
@Command(
        name = "apply",
        description = {
            "Request what documents describe: sites, machines, clusters, apps.",
            "YAML (several documents in a file), JSON, or CSV of machines with the header "
                    + "mac,site[,name,bmc_protocol,bmc_address,bmc_credentials]."
        })
final class ApplyCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final Connection connection = new Connection();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "A file, a folder of files, or - for stdin. May be given several times.")
    private List<String> files = List.of();

    ApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Document> documents = DocumentFiles.read(files, console.in());
        return new Requests(console, output, "file").of(connection.open(console), documents);
    }
}
