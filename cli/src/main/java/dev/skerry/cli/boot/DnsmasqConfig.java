package dev.skerry.cli.boot;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * dnsmasq's configuration for a site whose machines boot from the network. A machine's firmware is given iPXE by its client system
 * architecture (RFC 4578 and IANA's list of processor architecture types), over TFTP or, for UEFI HTTP boot, over HTTP; iPXE is
 * given the site's first script.
 *
 * @param site the site's name
 * @param networks those in which machines boot; at least one
 * @param leases what is leased, of all networks; none beside another DHCP server
 * @param interfaces those on which dnsmasq answers; all when there are none
 * @param bootUrl the boot door's URL without a slash at its end
 * @param tftpRoot the folder with iPXE's files
 * @param proxy whether another DHCP server leases the addresses (proxyDHCP)
 */
public record DnsmasqConfig(
        String site,
        List<Subnet> networks,
        List<Lease> leases,
        List<String> interfaces,
        String bootUrl,
        String tftpRoot,
        boolean proxy) {

    /**
     * A range of addresses that is leased.
     *
     * @param router empty for dnsmasq's own address
     */
    public record Lease(Subnet network, long first, long last, String router) {

        private static final long MOST = 4096;

        /** The upper half of a network, at most 4096 addresses: the lower one is left for fixed addresses. */
        public static Lease upperHalf(Subnet network, String router) {
            long half = network.network() + (network.last() - network.network() + 1) / 2;
            return new Lease(network, half, Math.min(network.last() - 1, half + MOST - 1), router);
        }
    }

    /** Firmware that asks for a file over TFTP. */
    private static final Map<Integer, String> TFTP =
            new TreeMap<>(Map.of(0, "undionly.kpxe", 7, "ipxe.efi", 9, "ipxe.efi", 11, "ipxe-arm64.efi"));

    /** Firmware that fetches a URL: UEFI HTTP boot. */
    private static final Map<Integer, String> HTTP = new TreeMap<>(Map.of(16, "ipxe.efi", 19, "ipxe-arm64.efi"));

    private static final String LEASE_TIME = "1h";

    /** The configuration's text. */
    public String text() {
        StringBuilder text = new StringBuilder("""
                # Network boot at the site %1$s, for dnsmasq 2.86 or newer.
                # Made by: ./skerry site boot-config %1$s%2$s
                #
                # %3$s holds undionly.kpxe (BIOS), ipxe.efi (UEFI x86_64) and ipxe-arm64.efi (UEFI arm64) of iPXE: on
                # Debian the first two come with apt-get install ipxe, in /usr/lib/ipxe. UEFI HTTP boot fetches the latter two from
                # %4$s/boot/files/, which is the folder that skerry.provisioner.files-dir names.

                # No DNS: another program answers that.
                port=0
                log-dhcp
                """.formatted(site, proxy ? " --proxy" : "", tftpRoot, bootUrl));
        interfaces.forEach(each -> line(text, "interface=" + each));
        if (!interfaces.isEmpty()) {
            line(text, "bind-dynamic");
        }
        addresses(text);
        clients(text);
        if (proxy) {
            besideAnother(text);
        } else {
            alone(text);
        }
        text.append("""

                # iPXE goes on with the site's first script.
                dhcp-boot=tag:ipxe,%s/boot/%s/boot.ipxe

                enable-tftp
                tftp-root=%s
                """.formatted(bootUrl, site, tftpRoot));
        return text.toString();
    }

    private void addresses(StringBuilder text) {
        line(text, "");
        if (proxy) {
            line(text, "# Another server leases the addresses of these networks (proxyDHCP).");
            networks.forEach(each ->
                    line(text, "dhcp-range=%s,proxy,%s".formatted(Subnet.text(each.network()), each.netmask())));
            return;
        }
        line(text, "# This is the only DHCP server of these networks.");
        line(text, "dhcp-authoritative");
        for (int i = 0; i < leases.size(); i++) {
            Lease lease = leases.get(i);
            line(
                    text,
                    "dhcp-range=set:range%d,%s,%s,%s,%s"
                            .formatted(
                                    i,
                                    Subnet.text(lease.first()),
                                    Subnet.text(lease.last()),
                                    lease.network().netmask(),
                                    LEASE_TIME));
            if (!lease.router().isEmpty()) {
                line(text, "dhcp-option=tag:range%d,option:router,%s".formatted(i, lease.router()));
            }
        }
    }

    private static void clients(StringBuilder text) {
        line(text, "");
        line(text, "# Who asks: iPXE by its user class or its own option, firmware by its architecture.");
        line(text, "dhcp-userclass=set:ipxe,iPXE");
        line(text, "dhcp-match=set:ipxe,175");
        TFTP.keySet().forEach(each -> line(text, "dhcp-match=set:arch%1$d,option:client-arch,%1$d".formatted(each)));
        HTTP.keySet().forEach(each -> line(text, "dhcp-match=set:arch%1$d,option:client-arch,%1$d".formatted(each)));
    }

    private void alone(StringBuilder text) {
        line(text, "");
        line(text, "# BIOS and UEFI load iPXE over TFTP.");
        TFTP.forEach((arch, file) -> line(text, "dhcp-boot=tag:!ipxe,tag:arch%d,%s".formatted(arch, file)));
        http(text);
        HTTP.keySet()
                .forEach(arch -> line(text, "dhcp-option-force=tag:!ipxe,tag:arch%d,60,HTTPClient".formatted(arch)));
    }

    private void besideAnother(StringBuilder text) {
        line(text, "");
        line(text, "# BIOS and UEFI load iPXE over TFTP.");
        TFTP.forEach((arch, file) -> line(text, "pxe-service=tag:!ipxe,%d,\"Skerry\",%s".formatted(arch, file)));
        http(text);
        line(text, "dhcp-pxe-vendor=PXEClient,HTTPClient");
    }

    private void http(StringBuilder text) {
        line(text, "# UEFI HTTP boot loads it from a URL; it takes only an answer whose option 60 says HTTPClient.");
        HTTP.forEach((arch, file) ->
                line(text, "dhcp-boot=tag:!ipxe,tag:arch%d,%s/boot/files/%s".formatted(arch, bootUrl, file)));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
