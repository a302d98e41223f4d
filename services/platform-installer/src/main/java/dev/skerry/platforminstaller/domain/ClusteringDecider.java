package dev.skerry.platforminstaller.domain;

import dev.skerry.kernel.Decider;
import dev.skerry.platforminstaller.domain.Clustering.Tool;
import dev.skerry.platforminstaller.domain.Fleet.InForce;
import dev.skerry.platforminstaller.domain.FleetEvent.ClusterWanted;
import dev.skerry.platforminstaller.domain.FleetEvent.ClusteringAccepted;
import dev.skerry.platforminstaller.domain.FleetEvent.ProfileAccepted;
import dev.skerry.platforminstaller.domain.FleetEvent.ProfileRemoved;
import dev.skerry.platforminstaller.domain.FleetEvent.Refused;
import dev.skerry.platforminstaller.domain.FleetEvent.SiteRecorded;
import dev.skerry.platforminstaller.domain.FleetEvent.SitesPlanned;
import dev.skerry.platforminstaller.domain.FleetEvent.ToolUnwanted;
import dev.skerry.platforminstaller.domain.FleetEvent.ToolWanted;
import dev.skerry.platforminstaller.domain.FleetInput.ClusteringWanted;
import dev.skerry.platforminstaller.domain.FleetInput.ProfileUnwanted;
import dev.skerry.platforminstaller.domain.FleetInput.ProfileWanted;
import dev.skerry.platforminstaller.domain.FleetInput.SiteKnown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which clusters are wanted where: every clustering against every site, whichever of the two comes first. */
public final class ClusteringDecider implements Decider<Fleet, FleetInput, FleetEvent> {

    @Override
    public Fleet initial(String key) {
        return new Fleet();
    }

    @Override
    public List<FleetEvent> decide(Fleet fleet, FleetInput input, Instant now) {
        return switch (input) {
            case SiteKnown(FleetSite site) -> siteKnown(fleet, site, now);
            case ClusteringWanted(Clustering clustering) -> clusteringWanted(fleet, clustering, now);
            case ProfileWanted(InstallProfile profile, Map<String, Object> userData) ->
                profileWanted(fleet, profile, userData, now);
            case ProfileUnwanted(String name) -> profileUnwanted(fleet, name);
            case FleetInput.Woken() -> List.of();
        };
    }

    private static List<FleetEvent> siteKnown(Fleet fleet, FleetSite site, Instant now) {
        FleetSite before = fleet.sites().get(site.name());
        if (before != null && before.isSameAs(site)) {
            return List.of();
        }
        List<FleetEvent> events = new ArrayList<>();
        events.add(new SiteRecorded(site));
        for (InForce inForce : fleet.clusterings().values()) {
            boolean planned = inForce.plannedSites().contains(site.name());
            if (planned || inForce.clustering().sites().selects(site)) {
                events.add(new ClusterWanted(inForce.clustering(), site, fleet.profileOf(inForce.clustering())));
            }
            if (!planned && inForce.clustering().sites().selects(site)) {
                events.add(new SitesPlanned(inForce.clustering().name(), List.of(site.name()), now));
            }
        }
        return events;
    }

    private static List<FleetEvent> clusteringWanted(Fleet fleet, Clustering wanted, Instant now) {
        Optional<InForce> before = fleet.clustering(wanted.name());
        List<Refused> refusals = ClusteringRules.check(wanted, before);
        if (!refusals.isEmpty()) {
            return List.copyOf(refusals);
        }
        if (before.filter(inForce -> inForce.clustering().equals(wanted)).isPresent()) {
            return List.of();
        }
        List<FleetEvent> events = new ArrayList<>();
        events.add(new ClusteringAccepted(wanted, now));
        Set<String> planned = before.<Set<String>>map(InForce::plannedSites).orElse(Set.of());
        List<String> newlyPlanned = new ArrayList<>();
        for (FleetSite site : fleet.sites().values()) {
            boolean known = planned.contains(site.name());
            if (known || wanted.sites().selects(site)) {
                events.add(new ClusterWanted(wanted, site, fleet.profileOf(wanted)));
            }
            if (!known && wanted.sites().selects(site)) {
                newlyPlanned.add(site.name());
            }
        }
        if (!newlyPlanned.isEmpty()) {
            events.add(new SitesPlanned(wanted.name(), newlyPlanned, now));
        }
        List<Tool> toolsBefore =
                before.map(inForce -> inForce.clustering().tools()).orElse(List.of());
        wanted.tools().stream()
                .filter(tool -> !toolsBefore.contains(tool))
                .forEach(tool -> events.add(new ToolWanted(wanted, tool)));
        toolsBefore.stream()
                .filter(tool -> !wanted.tools().contains(tool))
                .forEach(tool -> events.add(new ToolUnwanted(wanted, tool)));
        return events;
    }

    private static List<FleetEvent> profileWanted(
            Fleet fleet, InstallProfile wanted, Map<String, Object> userData, Instant now) {
        List<Refused> refusals = InstallProfileRules.check(wanted, userData);
        if (!refusals.isEmpty()) {
            return List.copyOf(refusals);
        }
        Optional<ProfileInForce> before = fleet.profile(wanted.name());
        if (before.filter(it -> it.profile().equals(wanted)).isPresent()) {
            return List.of();
        }
        ProfileInForce accepted =
                new ProfileInForce(wanted, before.map(ProfileInForce::version).orElse(0) + 1, now);
        List<FleetEvent> events = new ArrayList<>();
        events.add(new ProfileAccepted(accepted));
        events.addAll(clustersOf(fleet, wanted.name(), Optional.of(accepted)));
        return events;
    }

    private static List<FleetEvent> profileUnwanted(Fleet fleet, String name) {
        List<String> users = fleet.clusterings().values().stream()
                .map(inForce -> inForce.clustering())
                .filter(clustering -> clustering.installProfile().equals(name))
                .map(Clustering::name)
                .toList();
        if (!users.isEmpty()) {
            return List.of(new Refused(
                    "name",
                    "the install profile " + name + " is named by " + String.join(", ", users)
                            + ": let these clusters name another one first"));
        }
        if (fleet.profile(name).isEmpty()) {
            return List.of();
        }
        List<FleetEvent> events = new ArrayList<>();
        events.add(new ProfileRemoved(name));
        events.addAll(clustersOf(fleet, name, Optional.empty()));
        return events;
    }

    /** Tells the clusters that install with a profile what it is now. */
    private static List<FleetEvent> clustersOf(Fleet fleet, String profile, Optional<ProfileInForce> now) {
        List<FleetEvent> events = new ArrayList<>();
        for (InForce inForce : fleet.clusterings().values()) {
            if (inForce.clustering().installsWith(profile)) {
                inForce.plannedSites().stream()
                        .map(fleet.sites()::get)
                        .filter(Objects::nonNull)
                        .forEach(site -> events.add(new ClusterWanted(inForce.clustering(), site, now)));
            }
        }
        return events;
    }

    @Override
    public Fleet evolve(Fleet fleet, FleetEvent event) {
        switch (event) {
            case SiteRecorded(FleetSite site) -> fleet.put(site);
            case ClusteringAccepted(Clustering clustering, Instant at) ->
                fleet.put(new InForce(
                        clustering,
                        fleet.clustering(clustering.name())
                                .map(InForce::plannedSites)
                                .orElseGet(TreeSet::new),
                        at));
            case SitesPlanned(String name, List<String> sites, Instant at) ->
                fleet.clustering(name).ifPresent(inForce -> {
                    TreeSet<String> planned = new TreeSet<>(inForce.plannedSites());
                    planned.addAll(sites);
                    fleet.put(new InForce(inForce.clustering(), planned, at));
                });
            case ProfileAccepted(ProfileInForce profile) -> fleet.put(profile);
            case ProfileRemoved(String name) -> fleet.removeProfile(name);
            case ClusterWanted _, ToolWanted _, ToolUnwanted _, Refused _ -> {}
        }
        return fleet;
    }

    @Override
    public Optional<Instant> wakeAt(Fleet fleet) {
        return Optional.empty();
    }
}
