package dev.skerry.testing.crash.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * No name is answered with a cluster that has not run the app for longer than the withdrawal bound. A planned removal withdraws the
 * name before the workload stops; a cluster that is lost is first missed, and its grace and the name's withdrawal follow. Time in
 * which the product, the broker or the registry was away or coming back is not counted.
 */
public final class NamesFollowWorkloads implements Invariant {

    /** A removal that the fleet itself asked for comes after the name's end: what is left is the read model's delay. */
    private static final long PLANNED = 5_000;

    /** Silence, grace, and the acknowledgement of the withdrawal, in milliseconds. */
    private static final long LOST = 90_000;

    /** After what was killed is back, consumers and read models need this long to have caught up. */
    private static final long SETTLING = 15_000;

    private final Map<String, Long> stoppedAt = new HashMap<>();
    private final Map<String, Long> bounds = new HashMap<>();
    private final Map<String, Boolean> running = new TreeMap<>();
    private final Map<String, String> clusterAt = new HashMap<>();
    private final List<long[]> outages = new ArrayList<>();

    @Override
    public String name() {
        return "names-follow-workloads";
    }

    @Override
    public List<String> check(History history) {
        stoppedAt.clear();
        bounds.clear();
        running.clear();
        clusterAt.clear();
        outages.clear();
        history.effects("outage")
                .forEach(effect ->
                        outages.add(new long[] {effect.line().path("from").asLong(0), effect.at() + SETTLING}));
        outages.sort(Comparator.comparingLong(outage -> outage[0]));
        Map<String, String> apps = history.events("RecordState", "RecordChanged")
                .collect(Collectors.toMap(event -> event.text("name"), event -> event.text("app"), (a, b) -> b));
        List<String> wrong = new ArrayList<>();
        for (Effect effect : history.effects()) {
            switch (effect.kind()) {
                case "cluster-started" ->
                    effect.line()
                            .path("addresses")
                            .forEach(address -> clusterAt.put(address(address.asString("")), effect.subject()));
                case "object-applied" -> running.put(effect.text("app") + "@" + effect.subject(), true);
                case "object-removed" -> stop(effect.text("app") + "@" + effect.subject(), effect.at(), PLANNED);
                case "cluster-stopped" ->
                    running.keySet().stream()
                            .filter(key -> key.endsWith("@" + effect.subject()))
                            .toList()
                            .forEach(key -> stop(key, effect.at(), LOST));
                case "dns-answer" -> judge(effect, apps.getOrDefault(effect.subject(), ""), wrong);
                default -> {
                    // Says nothing of names.
                }
            }
        }
        return wrong;
    }

    private void stop(String key, long at, long bound) {
        if (running.getOrDefault(key, false)) {
            running.put(key, false);
            stoppedAt.put(key, at);
            bounds.put(key, bound);
        }
    }

    private void judge(Effect answer, String app, List<String> wrong) {
        for (var each : answer.line().path("addresses")) {
            String cluster = clusterAt.getOrDefault(address(each.asString("")), "");
            String key = app + "@" + cluster;
            if (running.getOrDefault(key, false)) {
                continue;
            }
            Long since = stoppedAt.get(key);
            if (since == null) {
                wrong.add(answer.subject() + " is answered with " + each.asString("") + " of '" + cluster
                        + "', which never ran " + app);
            } else if (counted(since, answer.at()) > bounds.getOrDefault(key, PLANNED)) {
                wrong.add("%s is answered with %s, %d ms after it stopped there, %d of which count"
                        .formatted(answer.subject(), cluster, answer.at() - since, counted(since, answer.at())));
            }
        }
    }

    /** The milliseconds between two moments without the outages. */
    private long counted(long from, long to) {
        long counted = 0;
        long at = from;
        for (long[] outage : outages) {
            if (outage[1] > at && outage[0] < to) {
                counted += Math.max(0, outage[0] - at);
                at = Math.max(at, outage[1]);
            }
        }
        return counted + Math.max(0, to - at);
    }

    /** The same text for the same address, however it is written. */
    static String address(String text) {
        try {
            return java.net.InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
