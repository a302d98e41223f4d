package dev.skerry.bench.runtime;

import dev.skerry.catalogue.Topic;
import dev.skerry.runtime.AvroCodec;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.Received;
import dev.skerry.schemas.apps.AgentReported;
import dev.skerry.schemas.apps.Container;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.apps.PlacementPolicy;
import dev.skerry.schemas.apps.PlacementReport;
import dev.skerry.schemas.apps.Resources;
import dev.skerry.schemas.apps.SpreadOver;
import dev.skerry.schemas.apps.Workload;
import dev.skerry.schemas.apps.WorkloadAvailable;
import dev.skerry.schemas.apps.WorkloadKind;
import dev.skerry.schemas.clusters.ClusterPhase;
import dev.skerry.schemas.clusters.ClusterRequested;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.ClusteringRequested;
import dev.skerry.schemas.clusters.Condition;
import dev.skerry.schemas.clusters.ConditionType;
import dev.skerry.schemas.clusters.Node;
import dev.skerry.schemas.clusters.NodePhase;
import dev.skerry.schemas.clusters.NodeRequirements;
import dev.skerry.schemas.clusters.NodeRole;
import dev.skerry.schemas.clusters.SiteSelector;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.Facts;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.MachineApproved;
import dev.skerry.schemas.inventory.SiteRegistered;
import dev.skerry.schemas.inventory.SiteRequested;
import dev.skerry.schemas.inventory.Source;
import dev.skerry.schemas.provisioning.MachineAvailable;
import java.lang.invoke.MethodHandles;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/** Records as they cross the topics. */
final class Records {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final String SITE = "copenhagen";

    static {
        try {
            // Avro is told there which classes a schema may name.
            MethodHandles.lookup().ensureInitialized(AvroCodec.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

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

    static String machine(int machine) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | machine).toString();
    }

    static MachineApproved approved(int machine) {
        MachineAnnounced announced = announced(machine);
        return MachineApproved.newBuilder()
                .setMachineId(machine(machine))
                .setName("cph-" + machine)
                .setMacs(announced.getMacs())
                .setSite(SITE)
                .setBmc(announced.getBmc())
                .setLabels(Map.of())
                .setApprovedBy("site policy")
                .build();
    }

    static MachineAvailable machineAvailable(int machine) {
        Facts facts = Facts.newBuilder()
                .setArchitecture("x86_64")
                .setCpuCores(16)
                .setMemoryMiB(65_536)
                .build();
        return MachineAvailable.newBuilder()
                .setMachineId(machine(machine))
                .setName("cph-" + machine)
                .setSite(SITE)
                .setMacs(List.of(mac(machine)))
                .setFacts(facts)
                .setLabels(Map.of())
                .build();
    }

    private static ClusteringRequested clustering(int machines) {
        return ClusteringRequested.newBuilder()
                .setName("small")
                .setSites(SiteSelector.newBuilder().build())
                .setControlPlane(1)
                .setWorkersMin(machines - 1)
                .setWorkersMax(machines - 1)
                .setRequirements(NodeRequirements.newBuilder().build())
                .setKubernetesVersion("v1.36.3+k3s1")
                .build();
    }

    /** @param machines how many the cluster needs */
    static ClusterRequested clusterOf(int machines) {
        SiteRegistered site = SiteRegistered.newBuilder()
                .setSite(SITE)
                .setLatitude(55.6761)
                .setLongitude(12.5683)
                .setRegion("emea/dk/copenhagen")
                .setRegisteredAt(NOON)
                .build();
        return new ClusterRequested("small." + SITE, clustering(machines), site, null);
    }

    /** A ready cluster of two nodes, in one of ten regions. */
    static ClusterState ready(int cluster) {
        String site = "site-" + cluster;
        return ClusterState.newBuilder()
                .setClusterId("small." + site)
                .setClustering("small")
                .setSite(site)
                .setRegion("region-" + cluster % 10)
                .setLatitude(55.6761)
                .setLongitude(12.5683)
                .setLabels(Map.of("tier", "edge"))
                .setPhase(ClusterPhase.READY)
                .setConditions(List.of(Condition.newBuilder()
                        .setType(ConditionType.AGENT_CONNECTED)
                        .setHolds(true)
                        .setSince(NOON)
                        .build()))
                .setNodes(List.of(joined(2 * cluster, NodeRole.FIRST_SERVER), joined(2 * cluster + 1, NodeRole.AGENT)))
                .setSpec(clustering(2))
                .setChangedAt(NOON)
                .build();
    }

    private static Node joined(int machine, NodeRole role) {
        return Node.newBuilder()
                .setMachineId(machine(machine))
                .setNodeName("node-" + machine)
                .setRole(role)
                .setPhase(NodePhase.JOINED)
                .setCpuCores(16)
                .setMemoryMiB(65_536)
                .build();
    }

    /** 20 replicas on ten clusters in three regions or more. */
    static DeploymentRequested deployment() {
        return DeploymentRequested.newBuilder()
                .setTenant("acme")
                .setName("shop")
                .setWorkload(Workload.newBuilder()
                        .setKind(WorkloadKind.CONTAINER)
                        .setContainer(Container.newBuilder()
                                .setImage("registry.example/shop:1")
                                .build())
                        .setResources(new Resources(500L, 512L, 1))
                        .build())
                .setPlacement(PlacementPolicy.newBuilder()
                        .setSelector(Map.of("tier", "edge"))
                        .setClusters(10)
                        .setSpread(SpreadOver.REGION)
                        .setSpreadMin(3)
                        .setReplicas(20)
                        .build())
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
