package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.bmc.Addresses;
import dev.skerry.cli.bmc.Crawl;
import dev.skerry.cli.bmc.Credentials;
import dev.skerry.cli.bmc.FoundSystem;
import dev.skerry.cli.documents.Document;
import dev.skerry.cli.documents.FoundMachines;
import dev.skerry.cli.documents.LeaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds machines that the fleet does not know yet. */
@Command(name = "discover", description = "Find machines that the fleet does not know yet.")
final class DiscoverCommand {

    static CommandLine with(Console console) {
        return new CommandLine(new DiscoverCommand())
                .addSubcommand(new Leases(console))
                .addSubcommand(new Controllers(console));
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

    /** From power controllers. */
    @Command(
            name = "bmc",
            description = {
                "Ask power controllers over Redfish which machines they have, and announce each with its MACs and its controller.",
                "Only the addresses that are named are asked, and only read. IPMI does not tell MACs, so it is not asked.",
                "A machine that is known already stays as it is; one without a controller gets it."
            })
    static final class Controllers implements Callable<Integer> {

        private static final Duration LIMIT = Duration.ofSeconds(30);

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Parameters(
                arity = "1..*",
                paramLabel = "ADDRESS",
                description = "HOST, HOST:PORT, http://HOST:PORT, or a block of at most 256 IPv4 addresses such as"
                        + " 10.0.9.0/28; " + Addresses.MOST + " in all.")
        private List<String> addresses = List.of();

        @Option(names = "--site", required = true, paramLabel = "NAME", description = "The site where they stand.")
        private String site = "";

        @Option(
                names = "--credentials",
                required = true,
                paramLabel = "REF",
                description = "The folder below bmc/ in the secrets folder with username and password, and ca.crt or"
                        + " cert.sha256 where the JDK does not trust their certificates.")
        private String credentials = "";

        @Option(
                names = "--secrets",
                paramLabel = "DIR",
                description = "The secrets folder. Otherwise that of the fleet on this machine.")
        private @Nullable Path secrets;

        Controllers(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws InterruptedException {
            List<String> controllers = Addresses.of(addresses);
            Path folder =
                    secrets == null ? Path.of(connection.endpoints(console).secrets()) : secrets;
            FleetApi api = connection.open(console);
            FoundMachines machines = new FoundMachines(site, credentials);
            List<Document> documents = new ArrayList<>();
            for (Crawl.Outcome outcome :
                    new Crawl(Credentials.read(folder, credentials), LIMIT).ask(controllers, this::tell)) {
                if (outcome instanceof Crawl.Outcome.Found found) {
                    found.systems().stream()
                            .filter(system -> !system.macs().isEmpty())
                            .map(machines::document)
                            .forEach(documents::add);
                }
            }
            if (documents.isEmpty()) {
                console.say("no machine was found");
                return ExitCode.FAILURE.code();
            }
            return new Requests(console, output, "bmc").of(api, documents);
        }

        /** Told as it comes, beside the data. */
        private void tell(Crawl.Outcome outcome) {
            switch (outcome) {
                case Crawl.Outcome.Nothing nothing -> console.say(nothing.address() + ": " + nothing.why());
                case Crawl.Outcome.Found found -> found.systems().forEach(system -> console.say(told(found, system)));
            }
        }

        private static String told(Crawl.Outcome.Found found, FoundSystem system) {
            String macs = system.macs().isEmpty()
                    ? "no MAC, so it is not announced: apply a document with its MACs"
                    : "MACs " + String.join(" ", system.macs());
            return "%s: %s, serial %s, UUID %s, %s"
                    .formatted(found.address(), system.url(), orNone(system.serial()), orNone(system.uuid()), macs);
        }

        private static String orNone(String text) {
            return text.isEmpty() ? "none" : text;
        }
    }
}
