package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.documents.Document;
import dev.skerry.cli.documents.LeaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds machines that the fleet does not know yet. */
@Command(name = "discover", description = "Find machines that the fleet does not know yet.")
final class DiscoverCommand {

    static CommandLine with(Console console) {
        return new CommandLine(new DiscoverCommand()).addSubcommand(new Leases(console));
    }

    /** From a DHCP server's leases. */
    @Command(
            name = "leases",
            description = {
                "Announce each MAC that stands in dnsmasq's file of leases, for instance /var/lib/misc/dnsmasq.leases.",
                "A machine that is known already stays as it is."
            })
    static final class Leases implements Callable<Integer> {

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Parameters(paramLabel = "FILE", description = "dnsmasq's file of leases.")
        private Path file = Path.of("");

        @Option(names = "--site", required = true, paramLabel = "NAME", description = "The site where they stand.")
        private String site = "";

        Leases(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            List<Document> machines = new LeaseFile(file.toString(), site).parse(text());
            if (machines.isEmpty()) {
                console.say(file + " names no machine");
                return ExitCode.OK.code();
            }
            return new Requests(console, output, "dhcp").of(connection.open(console), machines);
        }

        private String text() {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new CommandException(
                        ExitCode.USAGE, "%s cannot be read (%s); name dnsmasq's file of leases".formatted(file, e), e);
            }
        }
    }
}
