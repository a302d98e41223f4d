package dev.skerry.platforminstaller.domain;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One site: its machines and its clusters. Only {@link SiteDecider#evolve} changes it. */
public final class Site {

    private final String name;
    private final TreeMap<String, Machine> machines;
    private final TreeMap<String, Cluster> clusters;

    public Site(String name) {
        this(name, new TreeMap<>(), new TreeMap<>());
    }

    private Site(String name, TreeMap<String, Machine> machines, TreeMap<String, Cluster> clusters) {
        this.name = name;
        this.machines = machines;
        this.clusters = clusters;
    }

    public String name() {
        return name;
    }

    public SortedMap<String, Machine> machines() {
        return Collections.unmodifiableSortedMap(machines);
    }

    /** By id. */
    public SortedMap<String, Cluster> clusters() {
        return Collections.unmodifiableSortedMap(clusters);
    }

    public Optional<Machine> machine(String id) {
        return Optional.ofNullable(machines.get(id));
    }

    public Optional<Cluster> cluster(String id) {
        return Optional.ofNullable(clusters.get(id));
    }

    /** A draft to decide upon: shares nothing that changes. */
    Site copy() {
        return new Site(name, new TreeMap<>(machines), new TreeMap<>(clusters));
    }

    /** Puts a machine in place; for folding and restoring alone. */
    public void put(Machine machine) {
        machines.put(machine.id(), machine);
    }

    /** Puts a cluster in place; for folding and restoring alone. */
    public void put(Cluster cluster) {
        clusters.put(cluster.id(), cluster);
    }

    Collection<Machine> allMachines() {
        return machines.values();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Site site
                && name.equals(site.name)
                && machines.equals(site.machines)
                && clusters.equals(site.clusters);
    }

    @Override
    public int hashCode() {
        return name.hashCode() + 31 * machines.hashCode() + 961 * clusters.hashCode();
    }

    @Override
    public String toString() {
        return "Site[" + name + ", machines=" + machines.values() + ", clusters=" + clusters.values() + "]";
    }
}
