package dev.skerry.appmanager.domain.cluster;

import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.Workload;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a cluster is to run.
 *
 * @param generation grows by one with each change, from 1; 0 before the first
 * @param apps by app id
 */
public record Desired(long generation, SortedMap<String, App> apps) {

    static final Desired NOTHING = new Desired(0, new TreeMap<>());

    public Desired {
        apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
    }

    /**
     * One app of it.
     *
     * @param revision from 1
     * @param replicas at least 1
     * @param workload what runs
     * @param dns the name under which it is found
     */
    public record App(int revision, int replicas, Workload workload, Optional<DnsName> dns) {}

    Desired with(String id, App app) {
        SortedMap<String, App> more = new TreeMap<>(apps);
        more.put(id, app);
        return new Desired(generation + 1, more);
    }

    Desired without(String id) {
        SortedMap<String, App> less = new TreeMap<>(apps);
        less.remove(id);
        return new Desired(generation + 1, less);
    }
}
