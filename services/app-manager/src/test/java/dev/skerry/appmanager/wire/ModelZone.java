package dev.skerry.appmanager.wire;

import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.WorkloadAvailable;
import dev.skerry.schemas.apps.WorkloadGone;
import dev.skerry.schemas.dns.RecordChanged;
import dev.skerry.schemas.dns.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/** A zone whose records follow what is available, and which remembers when a cluster was last in an answer. */
final class ModelZone {

    private final Map<String, Set<String>> answering = new TreeMap<>();
    private final Map<String, Instant> left = new TreeMap<>();

    Optional<RecordChanged> tell(SpecificRecord workload, Instant now) {
        return switch (workload) {
            case WorkloadAvailable w
            when w.getDns() != null -> change(w.getApp(), w.getDns(), w.getClusterId(), true, now);
            case WorkloadGone w when w.getDns() != null -> change(w.getApp(), w.getDns(), w.getClusterId(), false, now);
            default -> Optional.empty();
        };
    }

    private Optional<RecordChanged> change(String app, DnsName name, String cluster, boolean in, Instant now) {
        Set<String> targets = answering.computeIfAbsent(app, _ -> new TreeSet<>());
        boolean changed = in ? targets.add(cluster) : targets.remove(cluster);
        if (!changed) {
            return Optional.empty();
        }
        if (!in) {
            left.put(app + "@" + cluster, now);
        }
        List<Target> all = targets.stream()
                .map(c -> new Target(c, "site", List.of("203.0.113.7")))
                .toList();
        return Optional.of(new RecordChanged(
                name.getName(), app, name.getPort(), name.getTtlSeconds(), all, in ? List.of() : List.of(cluster)));
    }

    Set<String> answering(String app) {
        return answering.getOrDefault(app, Set.of());
    }

    /** When a resolver may have heard of a cluster last: now, while it answers. */
    Instant lastAnswered(String app, String cluster, Instant now) {
        return answering(app).contains(cluster) ? now : left.getOrDefault(app + "@" + cluster, Instant.EPOCH);
    }
}
