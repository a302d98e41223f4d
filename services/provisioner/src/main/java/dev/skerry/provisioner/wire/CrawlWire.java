package dev.skerry.provisioner.wire;

import dev.skerry.kernel.HostPort;
import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.FoundSystem;
import dev.skerry.runtime.PoisonException;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.Source;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import dev.skerry.schemas.provisioning.BmcCrawled;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Crawls of power controllers, and what becomes of them. */
public final class CrawlWire {

    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private CrawlWire() {}

    /**
     * The controller that is to be asked.
     *
     * @throws PoisonException naming the field that is wrong
     */
    public static Bmc controller(BmcCrawlRequested request) {
        check(ID.matcher(request.getCrawlId()).matches(), "crawlId", "must be a UUID of version 7");
        check(!request.getSite().isBlank(), "site", "is empty; name the site where the machines stand");
        String address = request.getAddress();
        String scheme = address.startsWith("http://") ? "http" : "https";
        check(
                address.startsWith(scheme + "://")
                        && HostPort.parse(address, scheme, 1).isPresent(),
                "address",
                "is no controller's; write https:// or http:// before " + HostPort.SYNTAX + ", nothing behind");
        check(
                NAME.matcher(request.getCredentialsRef()).matches(),
                "credentialsRef",
                "must be the name of a folder in the secrets' bmc folder, never a value");
        return redfish(address, request);
    }

    /** The announcement of one that told its MACs. */
    public static MachineAnnounced announcement(BmcCrawlRequested request, FoundSystem system) {
        return MachineAnnounced.newBuilder()
                .setMacs(system.macs())
                .setSite(request.getSite())
                .setSource(Source.BMC_CRAWL)
                .setBmc(BmcWire.avro(redfish(system.url(), request)))
                .build();
    }

    /** A controller answered. */
    public static BmcCrawled answered(BmcCrawlRequested request, List<FoundSystem> systems) {
        return crawled(request)
                .setSystems(systems.stream()
                        .map(system -> new dev.skerry.schemas.provisioning.FoundSystem(
                                system.url(), system.macs(), system.serial(), system.smbiosUuid()))
                        .toList())
                .build();
    }

    /** A controller told of no machine. */
    public static BmcCrawled failed(BmcCrawlRequested request, String reason) {
        return crawled(request).setReason(reason).build();
    }

    private static BmcCrawled.Builder crawled(BmcCrawlRequested request) {
        return BmcCrawled.newBuilder()
                .setCrawlId(request.getCrawlId())
                .setSite(request.getSite())
                .setAddress(request.getAddress());
    }

    private static Bmc redfish(String address, BmcCrawlRequested request) {
        return new Bmc(
                Bmc.Protocol.REDFISH,
                address,
                Optional.of(request.getCredentialsRef()),
                Bmc.Boot.NETWORK,
                Optional.empty());
    }

    /** What is refused is not quoted: a value that stands in the wrong field may be a secret. */
    private static void check(boolean holds, String field, String remedy) {
        if (!holds) {
            throw new PoisonException(field + ": " + remedy);
        }
    }
}
