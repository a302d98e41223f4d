package dev.skerry.inventory.wire;

import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.SiteRequested;
import dev.skerry.schemas.inventory.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people ask for. */
final class Requests {

    static final String MAC = "52:54:00:00:01:01";

    private Requests() {}

    static SiteRequested site(String name, Approval approval) {
        return site(name, approval, "10.1.0.0/16", "2001:db8:1::/48");
    }

    static SiteRequested site(String name, Approval approval, String... prefixes) {
        return SiteRequested.newBuilder()
                .setSite(name)
                .setDisplayName("Copenhagen")
                .setLatitude(55.6761)
                .setLongitude(12.5683)
                .setRegion("emea/dk/copenhagen")
                .setLabels(Map.of("tier", "edge"))
                .setClientPrefixes(List.of(prefixes))
                .setApproval(approval)
                .build();
    }

    static MachineAnnounced announced(String mac, String name, @Nullable Bmc bmc) {
        return MachineAnnounced.newBuilder()
                .setMacs(List.of(mac))
                .setSite("copenhagen")
                .setName(name)
                .setSource(Source.API)
                .setBmc(bmc)
                .setLabels(Map.of("rack", "a1"))
                .build();
    }

    static Bmc bmc() {
        return Bmc.newBuilder()
                .setProtocol(BmcProtocol.REDFISH)
                .setAddress("http://127.0.0.1:18000/redfish/v1/Systems/cph-1")
                .setCredentialsRef("sim")
                .build();
    }
}
