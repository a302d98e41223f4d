package dev.skerry.platforminstaller.domain;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All sites and all clusterings. Only {@link ClusteringDecider#evolve} changes it. */
public final class Fleet {

    private final TreeMap<String, FleetSite> sites = new TreeMap<>();
    private final TreeMap<String, InForce> clusterings = new TreeMap<>();
    private final TreeMap<String, ProfileInForce> profiles = new TreeMap<>();

    /**
     * A clustering that is in force.
     *
     * @param plannedSites sites for which a cluster was requested
     */
    public record InForce(Clustering clustering, SortedSet<String> plannedSites, Instant changedAt) {

        public InForce {
            plannedSites = Collections.unmodifiableSortedSet(new TreeSet<>(plannedSites));
        }
    }

    public SortedMap<String, FleetSite> sites() {
        return Collections.unmodifiableSortedMap(sites);
    }

    public SortedMap<String, InForce> clusterings() {
        return Collections.unmodifiableSortedMap(clusterings);
    }

    /** A clustering by its name. */
    public Optional<InForce> clustering(String name) {
        return Optional.ofNullable(clusterings.get(name));
    }

    /** An install profile by its name. */
    public Optional<ProfileInForce> profile(String name) {
        return Optional.ofNullable(profiles.get(name));
    }

    /** The install profile of a clustering's machines, when there is one. */
    Optional<ProfileInForce> profileOf(Clustering clustering) {
        return profile(clustering.installProfile().isEmpty() ? InstallProfile.DEFAULT : clustering.installProfile());
    }

    /** Puts an install profile in place; for folding and restoring alone. */
    public void put(ProfileInForce profile) {
        profiles.put(profile.profile().name(), profile);
    }

    void removeProfile(String name) {
        profiles.remove(name);
    }

    /** Puts a site in place; for folding and restoring alone. */
    public void put(FleetSite site) {
        sites.put(site.name(), site);
    }

    /** Puts a clustering in place; for folding and restoring alone. */
    public void put(InForce inForce) {
        clusterings.put(inForce.clustering().name(), inForce);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fleet fleet
                && sites.equals(fleet.sites)
                && clusterings.equals(fleet.clusterings)
                && profiles.equals(fleet.profiles);
    }

    @Override
    public int hashCode() {
        return 961 * sites.hashCode() + 31 * clusterings.hashCode() + profiles.hashCode();
    }

    @Override
    public String toString() {
        return "Fleet[sites=" + sites.keySet() + ", clusterings=" + clusterings + ", profiles=" + profiles + "]";
    }
}
