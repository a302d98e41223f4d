package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.boot.DnsmasqConfig;
import dev.skerry.cli.boot.DnsmasqConfig.Lease;
import dev.skerry.cli.boot.Subnet;
import dev.skerry.local.Endpoints;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What is for one site. */
@Command(name = "site", description = "What a site's network needs.")
final class SiteCommand {

    static CommandLine with(Console console) {
        return new CommandLine(new SiteCommand()).addSubcommand(new BootConfig(console));
    }

    /** The configuration of the site's DHCP server. */
    @Command(
            name = "boot-config",
            description = {
                "Print a dnsmasq configuration with which the site's machines boot from the network:",
                "BIOS, UEFI and UEFI HTTP boot, x86_64 and arm64."
            })
    static final class BootConfig implements Runnable {

        private static final Pattern WORD = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9._@/-]*");

        private final Console console;

        @Mixin
        private final Connection connection = new Connection();

        @Parameters(paramLabel = "NAME", description = "The site's name.")
        private String site = "";

        @Option(
                names = "--proxy",
                description = "Beside a DHCP server that is there already: this one leases no addresses (proxyDHCP).")
        private boolean proxy;

        @Option(
                names = "--subnet",
                paramLabel = "CIDR",
                description =
                        "An IPv4 network in which machines boot. Otherwise those of the site's clientPrefixes. May be given several times.")
        private List<String> subnets = new ArrayList<>();

        @Option(
                names = "--range",
                paramLabel = "FIRST-LAST",
                description =
                        "What is leased, within a network. Otherwise each one's upper half. May be given several times.")
        private List<String> ranges = new ArrayList<>();

        @Option(
                names = "--router",
                paramLabel = "ADDRESS",
                description =
                        "A network's router. Otherwise the machine that runs dnsmasq. May be given several times.")
        private List<String> routers = new ArrayList<>();

        @Option(
                names = "--interface",
                paramLabel = "NAME",
                description = "A network interface on which to answer. Otherwise all. May be given several times.")
        private List<String> interfaces = new ArrayList<>();

        @Option(
                names = "--boot-url",
                paramLabel = "URL",
                description =
                        "How machines reach the provisioner: skerry.provisioner.public-url. Otherwise that of the fleet on this machine.")
        private @Nullable String bootUrl;

        @Option(
                names = "--tftp-root",
                paramLabel = "DIR",
                defaultValue = "/srv/tftp",
                description = "The folder with iPXE's files, ${DEFAULT-VALUE} otherwise.")
        private String tftpRoot = "";

        BootConfig(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            if (proxy && !(ranges.isEmpty() && routers.isEmpty())) {
                throw usage("proxyDHCP leases nothing: leave out --range and --router, or --proxy");
            }
            JsonNode known = connection.open(console).get("sites/" + FleetApi.path(site));
            List<Subnet> networks = networks(known);
            interfaces.forEach(each -> word("--interface", each));
            word("--tftp-root", tftpRoot);
            DnsmasqConfig config = new DnsmasqConfig(
                    site, networks, proxy ? List.of() : leases(networks), interfaces, url(), tftpRoot, proxy);
            console.out().print(config.text());
        }

        private List<Subnet> networks(JsonNode known) {
            List<Subnet> networks = new ArrayList<>();
            subnets.forEach(each -> networks.add(Subnet.of(each)));
            if (subnets.isEmpty()) {
                known.path("clientPrefixes").forEach(each -> {
                    if (!each.asString("").contains(":")) {
                        networks.add(Subnet.of(each.asString("")));
                    }
                });
            }
            if (networks.isEmpty()) {
                throw usage(
                        "the site has no IPv4 network among its clientPrefixes: name those in which machines boot with --subnet");
            }
            for (Subnet network : networks) {
                if (network.length() < 8 || network.length() > 29) {
                    throw usage(
                            "%s is no network for machines to boot in: its prefix must have 8 to 29 bits; name others with --subnet"
                                    .formatted(network));
                }
            }
            return networks;
        }

        private List<Lease> leases(List<Subnet> networks) {
            routers.forEach(each -> holding(networks, Subnet.address(each), "--router"));
            if (ranges.isEmpty()) {
                return networks.stream()
                        .map(network -> Lease.upperHalf(network, router(network)))
                        .toList();
            }
            return ranges.stream().map(each -> lease(networks, each)).toList();
        }

        private Lease lease(List<Subnet> networks, String range) {
            String[] ends = range.split("-", -1);
            if (ends.length != 2) {
                throw usage("\"%s\" is not a range; write --range FIRST-LAST".formatted(range));
            }
            long first = Subnet.address(ends[0]);
            long last = Subnet.address(ends[1]);
            Subnet network = holding(networks, first, "--range");
            if (!network.holds(last) || last < first) {
                throw usage("the range %s does not end in %s; write --range FIRST-LAST within one network"
                        .formatted(range, network));
            }
            return new Lease(network, first, last, router(network));
        }

        private String router(Subnet network) {
            return routers.stream()
                    .filter(each -> network.holds(Subnet.address(each)))
                    .findFirst()
                    .orElse("");
        }

        private static Subnet holding(List<Subnet> networks, long address, String option) {
            return networks.stream()
                    .filter(each -> each.holds(address))
                    .findFirst()
                    .orElseThrow(() -> usage("%s: %s is in none of %s; name its network with --subnet"
                            .formatted(option, Subnet.text(address), networks)));
        }

        private String url() {
            String named = bootUrl == null
                    ? connection
                            .localEndpoints(console)
                            .map(Endpoints::provisioner)
                            .orElseThrow(() -> usage("no fleet runs on this machine: say with --boot-url how machines"
                                    + " reach the provisioner"))
                    : bootUrl;
            try {
                URI uri = URI.create(named);
                boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                if (web && uri.getHost() != null && uri.getRawUserInfo() == null && !named.contains(",")) {
                    return named.replaceAll("/+$", "");
                }
            } catch (IllegalArgumentException e) {
                throw notUrl(named);
            }
            throw notUrl(named);
        }

        private static CommandException notUrl(String text) {
            return usage("--boot-url: \"%s\" is not a URL; write one such as http://10.0.0.2:8080".formatted(text));
        }

        /** What goes into a line of its own must not begin another one. */
        private static void word(String option, String text) {
            if (!WORD.matcher(text).matches()) {
                throw usage(
                        "%s: \"%s\" is not allowed here; write letters, digits and . _ @ / -".formatted(option, text));
            }
        }

        private static CommandException usage(String text) {
            return new CommandException(ExitCode.USAGE, text);
        }
    }
}
