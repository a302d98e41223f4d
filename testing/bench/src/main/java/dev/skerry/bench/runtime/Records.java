package dev.skerry.bench.runtime;

import dev.skerry.catalogue.Topic;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.Received;
import dev.skerry.schemas.apps.AgentReported;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.apps.PlacementReport;
import dev.skerry.schemas.apps.Resources;
import dev.skerry.schemas.apps.WorkloadAvailable;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.SiteRequested;
import dev.skerry.schemas.inventory.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/** Records as they cross the topics. */
final class Records {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final String SITE = "copenhagen";

    private Records() {}

    static Received received(Topic topic, String key, SpecificRecord record) {
        String type = record.getSchema().getFullName();
        return new Received(
                topic, key, record, new EventHeaders(key, type, "/skerry/bench", NOON, key, key, key, null));
    }

    static SiteRequested site() {
        return SiteRequested.newBuilder()
                .setSite(SITE)
                .setDisplayName("Copenhagen")
                .setLatitude(55.6761)
                .setLongitude(12.5683)
                .setRegion("emea/dk/copenhagen")
                .setLabels(Map.of("tier", "edge"))
                .setClientPrefixes(List.of("10.1.0.0/16", "2001:db8:1::/48"))
                .setApproval(Approval.AUTOMATIC)
                .build();
    }

    static String mac(int machine) {
        return "52:54:00:%02x:%02x:%02x".formatted(machine >> 16 & 255, machine >> 8 & 255, machine & 255);
    }

    static MachineAnnounced announced(int machine) {
        return MachineAnnounced.newBuilder()
                .setMacs(List.of(mac(machine)))
                .setSite(SITE)
                .setName("cph-" + machine)
                .setSource(Source.FILE)
                .setBmc(Bmc.newBuilder()
                        .setProtocol(BmcProtocol.REDFISH)
                        .setAddress("http://127.0.0.1:18000/redfish/v1/Systems/cph-" + machine)
                        .setCredentialsRef("sim")
                        .build())
                .setLabels(Map.of())
                .build();
    }

    static WorkloadAvailable available(int cluster) {
        return WorkloadAvailable.newBuilder()
                .setApp("acme/shop")
                .setClusterId("small.site-" + cluster)
                .setSite("site-" + cluster)
                .setRevision(1)
                .setDns(DnsName.newBuilder()
                        .setName("shop")
                        .setPort(80)
                        .setTtlSeconds(20)
                        .build())
                .setAddresses(List.of("203.0.113." + cluster % 250))
                .build();
    }

    /** @param placements how many it tells of */
    static AgentReported report(int placements, long sequence) {
        return AgentReported.newBuilder()
                .setClusterId("small.copenhagen")
                .setSequence(sequence)
                .setGeneration(7)
                .setAgentVersion("0.1.0")
                .setAt(NOON)
                .setCapacity(new Resources(16_000L, 65_536L, 220))
                .setUsed(new Resources(1_500L, 1_536L, 3))
                .setAddresses(List.of("203.0.113.7"))
                .setNodesReady(2)
                .setPlacements(IntStream.range(0, placements)
                        .mapToObj(i -> PlacementReport.newBuilder()
                                .setApp("acme/app-" + i)
                                .setRevision(1)
                                .setPhase(PlacementPhase.AVAILABLE)
                                .setReadyReplicas(3)
                                .setMessage("")
                                .build())
                        .toList())
                .build();
    }
}
