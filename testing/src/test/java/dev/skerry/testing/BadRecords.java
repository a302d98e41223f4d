package dev.skerry.testing;

import dev.skerry.catalogue.Keys;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.registry.RegistryClient;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.PlacementPolicy;
import dev.skerry.schemas.apps.Resources;
import dev.skerry.schemas.apps.Workload;
import dev.skerry.schemas.apps.WorkloadKind;
import dev.skerry.schemas.clusters.ClusterRequested;
import dev.skerry.schemas.clusters.ClusteringRequested;
import dev.skerry.schemas.clusters.DiskSelector;
import dev.skerry.schemas.clusters.InstallProfileRequested;
import dev.skerry.schemas.clusters.NodeRequirements;
import dev.skerry.schemas.clusters.SiteSelector;
import dev.skerry.schemas.inventory.HardwareClassRequested;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.SiteRegistered;
import dev.skerry.schemas.inventory.SiteRequested;
import dev.skerry.schemas.inventory.Source;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What must never stand in a request topic, in as many ways as a careless or hostile writer has: deterministic for a seed. */
final class BadRecords {

    /** The header by which a bad record is found again: the topic, its number and what is wrong with it. */
    static final String TAG = "bad-record";

    private static final String KEY = "no-such-thing";

    private enum Fault {
        NOISE,
        CUT_OFF,
        TOO_LONG,
        FORGED_LENGTH,
        UNKNOWN_SCHEMA,
        OTHER_TYPE,
        NO_VALUE,
        EMPTY_VALUE,
        NO_KEY,
        EMPTY_KEY,
        WRONG_KEY,
        HUGE_KEY,
        OUT_OF_RANGE,
        HUGE_TEXT,
        CRAFTED_HEADERS,
        MANY_HEADERS,
        HUGE_ID
    }

    private final RegistryClient registry;
    private final Random random;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Set<String> tags = new HashSet<>();

    BadRecords(String registry, long seed) {
        this.registry = new RegistryClient(registry);
        this.random = new Random(seed);
    }

    Set<String> tags() {
        return Set.copyOf(tags);
    }

    List<ProducerRecord<byte[], byte[]>> of(Topic topic, int count) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Fault fault = Fault.values()[i % Fault.values().length];
            String tag = topic + " " + i + " " + fault;
            tags.add(tag);
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic.name(), key(topic, fault), value(topic, fault));
            headers(fault, record.headers());
            record.headers().add(TAG, bytes(tag));
            records.add(record);
        }
        return records;
    }

    private byte @Nullable [] key(Topic topic, Fault fault) {
        return switch (fault) {
            case NO_KEY -> null;
            case EMPTY_KEY -> new byte[0];
            case WRONG_KEY -> noise(1 + random.nextInt(20), 1);
            case HUGE_KEY -> bytes("k".repeat(5_000));
            default -> bytes(Keys.of(request(topic, KEY, 1)).orElseThrow());
        };
    }

    private byte @Nullable [] value(Topic topic, Fault fault) {
        byte[] request = encoded(topic, request(topic, KEY, 1));
        return switch (fault) {
            case NOISE -> noise(1 + random.nextInt(200), 1);
            case CUT_OFF -> Arrays.copyOf(request, 5 + random.nextInt(request.length - 5));
            case TOO_LONG -> Arrays.copyOf(request, request.length + 1 + random.nextInt(9));
            case FORGED_LENGTH ->
                ByteBuffer.allocate(11)
                        .put(request, 0, 5)
                        .put(new byte[] {(byte) 0xfc, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 1})
                        .array();
            case UNKNOWN_SCHEMA ->
                ByteBuffer.allocate(20)
                        .put((byte) 0)
                        .putInt(random.nextInt(4) == 0 ? -random.nextInt(1000) : 1_000_000 + random.nextInt(50))
                        .array();
            case OTHER_TYPE -> {
                Topic other = topic.equals(Topics.SITE_REQUESTS) ? Topics.CLUSTERING_REQUESTS : Topics.SITE_REQUESTS;
                yield encoded(other, request(other, KEY, 1));
            }
            case NO_VALUE -> null;
            case EMPTY_VALUE -> new byte[0];
            case HUGE_TEXT -> encoded(topic, request(topic, KEY, 10_000));
            case NO_KEY, EMPTY_KEY, WRONG_KEY, HUGE_KEY, OUT_OF_RANGE, CRAFTED_HEADERS, MANY_HEADERS, HUGE_ID ->
                request;
        };
    }

    private void headers(Fault fault, Headers headers) {
        switch (fault) {
            case CRAFTED_HEADERS -> {
                headers.add("skerry-origin-topic", bytes("nowhere"));
                headers.add("skerry-origin-key", null);
                headers.add("skerry-origin-place", noise(9, 0));
                headers.add("dead-letter-reason", bytes("forged"));
                headers.add("__TypeId__", bytes("java.lang.Runtime"));
                headers.add("spring_json_header_types", bytes("{\"x\":\"java.lang.Runtime\"}"));
                headers.add("ce_id", null);
                headers.add("ce_time", bytes("+999999999-12-31T23:59:59Z"));
                headers.add("ce_time", noise(30, 0));
                headers.add("traceparent", noise(55, 0));
                headers.add("ce_type", new byte[] {(byte) 0xc3, 0x28});
            }
            case MANY_HEADERS -> {
                for (int i = 0; i < 1_000; i++) {
                    headers.add("h" + i % 7, noise(i % 5, 0));
                }
            }
            case HUGE_ID -> headers.add("ce_correlationid", bytes("i".repeat(5_000)));
            default -> {}
        }
    }

    /** A request that its topic takes by its form and that has to be refused for what it says. */
    private static SpecificRecord request(Topic topic, String key, int length) {
        String text = "X".repeat(length);
        if (topic.equals(Topics.SITE_REQUESTS)) {
            return SiteRequested.newBuilder()
                    .setSite(key)
                    .setDisplayName(text)
                    .setLatitude(Double.NaN)
                    .setLongitude(Double.NEGATIVE_INFINITY)
                    .setRegion(text)
                    .build();
        }
        if (topic.equals(Topics.MACHINE_REQUESTS)) {
            return MachineAnnounced.newBuilder()
                    .setMacs(List.of(key, text))
                    .setSite(text)
                    .setSource(Source.API)
                    .build();
        }
        if (topic.equals(Topics.PROVISIONING_REQUESTS)) {
            return new MachineReleaseRequested(key, text, text);
        }
        if (topic.equals(Topics.CRAWL_REQUESTS)) {
            return new BmcCrawlRequested(key, text, text, text, text);
        }
        ClusteringRequested clustering = ClusteringRequested.newBuilder()
                .setName(key)
                .setSites(SiteSelector.newBuilder().build())
                .setControlPlane(-5)
                .setWorkersMin(Integer.MAX_VALUE)
                .setWorkersMax(Integer.MIN_VALUE)
                .setRequirements(NodeRequirements.newBuilder().build())
                .setKubernetesVersion(text)
                .setLabels(Map.of(text, text))
                .build();
        if (topic.equals(Topics.CLUSTERING_REQUESTS)) {
            return clustering;
        }
        if (topic.equals(Topics.HARDWARE_CLASS_REQUESTS)) {
            return HardwareClassRequested.newBuilder()
                    .setName(text)
                    .setRule(text)
                    .build();
        }
        if (topic.equals(Topics.INSTALL_PROFILE_REQUESTS)) {
            return InstallProfileRequested.newBuilder()
                    .setName(text)
                    .setImage(text)
                    .setDisk(DiskSelector.newBuilder().build())
                    .setUserData(text)
                    .build();
        }
        if (topic.equals(Topics.CLUSTER_REQUESTS)) {
            SiteRegistered site = SiteRegistered.newBuilder()
                    .setSite(key)
                    .setLatitude(0)
                    .setLongitude(0)
                    .setRegion(text)
                    .setRegisteredAt(Instant.EPOCH)
                    .build();
            return new ClusterRequested(text, clustering, site, null);
        }
        return DeploymentRequested.newBuilder()
                .setTenant(key)
                .setName(text)
                .setWorkload(Workload.newBuilder()
                        .setKind(WorkloadKind.MANIFESTS)
                        .setManifests(text)
                        .setResources(new Resources(-1L, Long.MIN_VALUE, Integer.MIN_VALUE))
                        .build())
                .setPlacement(PlacementPolicy.newBuilder()
                        .setReplicas(-1)
                        .setClusters(Integer.MIN_VALUE)
                        .build())
                .build();
    }

    private byte[] encoded(Topic topic, SpecificRecord record) {
        int id = ids.computeIfAbsent(
                topic.subject("", record.getSchema()), subject -> registry.lookup(subject, record.getSchema()));
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param first what the first byte is not */
    private byte[] noise(int length, int first) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        if (length > 0 && first == 1 && noise[0] == 0) {
            noise[0] = 1;
        }
        return noise;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
