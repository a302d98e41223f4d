package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.bmc.Addresses;
import dev.skerry.cli.bmc.Crawl;
import dev.skerry.cli.documents.Document;
import dev.skerry.cli.documents.LeaseFile;
import dev.skerry.cli.output.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

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
                "Have the provisioner ask power controllers over Redfish which machines they have, and announce each with its MACs and its controller.",
                "Only the addresses that are named are asked, and only read. IPMI does not tell MACs, so it is not asked.",
                "A machine that is known already stays as it is; one without a controller gets it."
            })
    static final class Controllers implements Callable<Integer> {

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Mixin
        private final Output output = new Output();

        @Parameters(
                arity = "1..*",
                paramLabel = "ADDRESS",
                description = "HOST, HOST:PORT, http://HOST:PORT, or a block of IPv4 addresses such as 10.0.9.0/28; "
                        + Addresses.MOST + " in all.")
        private List<String> addresses = List.of();

        @Option(names = "--site", required = true, paramLabel = "NAME", description = "The site where they stand.")
        private String site = "";

        @Option(
                names = "--credentials",
                required = true,
                paramLabel = "REF",
                description = "The folder below bmc/ in the provisioner's secrets folder with username and password,"
                        + " and ca.crt or cert.sha256 where the JDK does not trust their certificates.")
        private String credentials = "";

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "120",
                description = "How long to wait for what they say. Default: ${DEFAULT-VALUE}.")
        private int timeout;

        private int machines;

        Controllers(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws InterruptedException {
            if (timeout < 1) {
                throw new CommandException(ExitCode.USAGE, "--timeout must be at least 1");
            }
            Crawl crawl = Crawl.request(connection.open(console), site, Addresses.of(addresses), credentials);
            console.say("crawl %s is requested".formatted(crawl.id()));
            JsonNode end = crawl.await(Duration.ofSeconds(timeout), this::tell);
            if (output.format() != Format.TABLE) {
                output.tree(console, end);
            }
            JsonNode waiting = end.path("waiting");
            if (!waiting.isEmpty()) {
                waiting.forEach(address -> console.say(address.asString("") + ": no outcome yet"));
                console.say(
                        "the provisioner has not asked %d of them within %d s; './skerry trace %s' shows what it does"
                                .formatted(waiting.size(), timeout, crawl.id()));
                return ExitCode.TIMED_OUT.code();
            }
            if (machines == 0) {
                console.say("no machine was found");
                return ExitCode.FAILURE.code();
            }
            return ExitCode.OK.code();
        }

        private void tell(JsonNode outcome) {
            String address = outcome.path("address").asString("");
            String reason = outcome.path("reason").asString("");
            if (!reason.isEmpty()) {
                console.say(address + ": " + reason);
            }
            for (JsonNode system : outcome.path("systems")) {
                if (!system.path("macs").isEmpty()) {
                    machines++;
                }
                String line = address + ": " + told(system);
                if (output.format() == Format.TABLE) {
                    console.out().println(line);
                } else {
                    console.say(line);
                }
            }
        }

        private static String told(JsonNode system) {
            String macs = system.path("macs")
                    .valueStream()
                    .map(mac -> mac.asString(""))
                    .collect(Collectors.joining(" "));
            return "%s, serial %s, UUID %s, %s"
                    .formatted(
                            system.path("url").asString(""),
                            orNone(system.path("serial").asString("")),
                            orNone(system.path("smbiosUuid").asString("")),
                            macs.isEmpty()
                                    ? "no MAC, so it is not announced: apply a document with its MACs"
                                    : "MACs " + macs);
        }

        private static String orNone(String text) {
            return text.isEmpty() ? "none" : text;
        }
    }
}
