package dev.skerry.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes documents of a fleet of any size. The same numbers and the same seed give the same documents. */
public final class WorldGenerator {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String VERSION = "v1.36.3+k3s1";

    /** Half of 10.0.0.0/8, in blocks of 256 and of 16 addresses. */
    private static final int LARGE_BLOCKS = 1 << 15;

    private static final int SMALL_BLOCKS = 1 << 19;

    private record Area(String path, String prefix, double latitude, double longitude, double spread) {}

    private static final List<Area> AREAS = List.of(
            new Area("emea/nordics", "nor", 59.3, 15.0, 4),
            new Area("amer/east", "ame", 40.0, -77.5, 4.5),
            new Area("emea/central", "cen", 49.2, 9.5, 3.5),
            new Area("amer/west", "amw", 38.5, -120.0, 4),
            new Area("apac/japan", "jap", 36.0, 138.5, 2.5));

    private final int sites;
    private final int machines;
    private final long seed;
    private final boolean withSpare;

    /** @throws IllegalArgumentException when there is not a machine for each site, or there are too many sites */
    public WorldGenerator(int sites, int machines, long seed) {
        this(sites, machines, seed, false);
    }

    /**
     * @param withSpare whether clusters are to be content with fewer machines than their site has: with two less where there are five
     * or more, with one less where there are two or more
     * @throws IllegalArgumentException when there is not a machine for each site, or there are too many sites
     */
    public WorldGenerator(int sites, int machines, long seed, boolean withSpare) {
        if (sites < 1 || sites > SMALL_BLOCKS) {
            throw new IllegalArgumentException("the number of sites must be from 1 to " + SMALL_BLOCKS);
        }
        if (machines < sites) {
            throw new IllegalArgumentException("there must be at least one machine for each of " + sites + " sites");
        }
        this.sites = sites;
        this.machines = machines;
        this.seed = seed;
        this.withSpare = withSpare;
    }

    public Documents generate() {
        return new Documents(sites(), machines(), clusters(), apps());
    }

    private static Area area(int site) {
        return AREAS.get(site % AREAS.size());
    }

    private static String siteName(int site) {
        return "%s-%03d".formatted(area(site).prefix, site / AREAS.size() + 1);
    }

    private List<JsonNode> sites() {
        var random = new SplittableRandom(seed);
        var documents = new ArrayList<JsonNode>();
        for (int site = 0; site < sites; site++) {
            Area area = area(site);
            double north = area.latitude + (random.nextDouble() * 2 - 1) * area.spread;
            double east = area.longitude + (random.nextDouble() * 2 - 1) * area.spread * 1.5;
            var document = document("Site", siteName(site));
            var spec = document.putObject("spec");
            spec.put("displayName", "Site " + (site + 1));
            spec.put("latitude", Math.round(north * 10_000) / 10_000.0);
            spec.put("longitude", Math.round(east * 10_000) / 10_000.0);
            spec.put("region", area.path + "/" + siteName(site));
            spec.putObject("labels").put("tier", site / AREAS.size() % 2 == 0 ? "edge" : "metro");
            spec.putArray("clientPrefixes")
                    .add(prefix4(site))
                    .add("2001:db8:%x:%x::/64".formatted(0x100 + (site >> 16), site & 0xFFFF));
            spec.put("approval", "automatic");
            documents.add(document);
        }
        return documents;
    }

    private String prefix4(int site) {
        int bits = sites <= LARGE_BLOCKS ? 24 : 28;
        int address = site << (32 - bits);
        return "10.%d.%d.%d/%d".formatted((address >> 16) & 255, (address >> 8) & 255, address & 255, bits);
    }

    private List<JsonNode> machines() {
        var documents = new ArrayList<JsonNode>();
        for (int machine = 0; machine < machines; machine++) {
            int site = machine % sites;
            int place = machine / sites + 1;
            var document = document("Machine", "%s-%d".formatted(siteName(site), place));
            var spec = document.putObject("spec");
            spec.put("site", siteName(site));
            spec.putArray("macs")
                    .add("52:54:%02x:%02x:%02x:%02x"
                            .formatted(machine >>> 24, (machine >> 16) & 255, (machine >> 8) & 255, machine & 255));
            var bmc = spec.putObject("bmc");
            if (place % 4 == 0) {
                bmc.put("protocol", "none");
            } else {
                bmc.put("protocol", "redfish");
                bmc.put("address", "http://127.0.0.1/redfish/v1/Systems/%s-%d".formatted(siteName(site), place));
                bmc.put("credentialsRef", "sim");
            }
            spec.putObject("labels");
            documents.add(document);
        }
        return documents;
    }

    /** One clustering for the Americas, one for the rest: every site gets one cluster of all its machines. */
    private List<JsonNode> clusters() {
        var documents = new ArrayList<JsonNode>();
        documents.add(cluster("east", List.of("emea", "apac")));
        if (sites > 1) {
            documents.add(cluster("west", List.of("amer")));
        }
        return documents;
    }

    private JsonNode cluster(String name, List<String> regions) {
        int fewest = machines / sites;
        int most = (machines + sites - 1) / sites;
        int servers = fewest >= 5 ? 3 : 1;
        int spare = !withSpare ? 0 : Math.min(fewest - servers, fewest >= 5 ? 2 : 1);
        var document = document("Cluster", name);
        var spec = document.putObject("spec");
        var selector = spec.putObject("sites");
        regions.forEach(selector.putArray("regions")::add);
        spec.put("controlPlane", servers);
        spec.putObject("workers").put("min", fewest - servers - spare).put("max", most - servers);
        spec.putObject("requirements")
                .put("architecture", "x86_64")
                .put("cpuCores", 4)
                .put("memoryMiB", 8192);
        spec.put("kubernetesVersion", VERSION);
        spec.put("toolProfile", "standard");
        spec.putObject("labels").put("fleet", "generated");
        return document;
    }

    private List<JsonNode> apps() {
        int count = Math.min(20, Math.max(2, sites / 5));
        int amer = count(site -> area(site).path.startsWith("amer"));
        int emea = count(site -> area(site).path.startsWith("emea"));
        int edge = count(site -> site / AREAS.size() % 2 == 0);
        var documents = new ArrayList<JsonNode>();
        for (int app = 0; app < count; app++) {
            documents.add(
                    switch (app % 4) {
                        case 0 -> app(app, List.of("emea"), Map.of(), Math.min(2, emea), 2, "total");
                        case 1 -> app(app, List.of(), Map.of(), 0, 1, "per-cluster");
                        case 2 ->
                            app(
                                    app,
                                    amer > 0 ? List.of("amer") : List.of(),
                                    Map.of(),
                                    Math.max(1, Math.min(3, amer)),
                                    3,
                                    "total");
                        default -> app(app, List.of(), Map.of("tier", "edge"), Math.min(2, edge), 2, "total");
                    });
        }
        return documents;
    }

    private int count(IntPredicate test) {
        return (int) IntStream.range(0, sites).filter(test).count();
    }

    private static JsonNode app(
            int number,
            List<String> regions,
            Map<String, String> selector,
            int clusters,
            int replicas,
            String division) {
        String name = "app-%02d".formatted(number + 1);
        var document = JSON.objectNode();
        document.put("apiVersion", "skerry.dev/v1").put("kind", "App");
        document.putObject("metadata").put("tenant", "acme").put("name", name);
        var spec = document.putObject("spec");
        var workload = spec.putObject("workload");
        var container = workload.putObject("container");
        container.put("image", "registry.example/" + name + ":1.0");
        container.putArray("ports").add(8080);
        workload.putObject("resources").put("cpuMillis", 100).put("memoryMiB", 128);
        var placement = spec.putObject("placement");
        regions.forEach(placement.putArray("regions")::add);
        selector.forEach(placement.putObject("selector")::put);
        placement.put("clusters", clusters);
        placement
                .putObject("spread")
                .put("over", clusters > 1 ? "site" : "none")
                .put("min", Math.max(1, clusters))
                .put("max", 0);
        placement.put("replicas", replicas);
        placement.put("division", division);
        spec.putObject("dns").put("name", name).put("port", 80).put("ttlSeconds", 20);
        return document;
    }

    private static ObjectNode document(String kind, String name) {
        var document = JSON.objectNode();
        document.put("apiVersion", "skerry.dev/v1").put("kind", kind);
        document.putObject("metadata").put("name", name);
        return document;
    }
}
