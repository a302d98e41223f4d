package dev.skerry.platforminstaller.wire;

import dev.skerry.catalogue.Topics;
import dev.skerry.platforminstaller.domain.Clustering;
import dev.skerry.platforminstaller.domain.Fleet;
import dev.skerry.platforminstaller.domain.Fleet.InForce;
import dev.skerry.platforminstaller.domain.FleetEvent;
import dev.skerry.platforminstaller.domain.FleetEvent.ClusterWanted;
import dev.skerry.platforminstaller.domain.FleetEvent.ClusteringAccepted;
import dev.skerry.platforminstaller.domain.FleetEvent.ProfileAccepted;
import dev.skerry.platforminstaller.domain.FleetEvent.ProfileRemoved;
import dev.skerry.platforminstaller.domain.FleetEvent.Refused;
import dev.skerry.platforminstaller.domain.FleetEvent.SiteRecorded;
import dev.skerry.platforminstaller.domain.FleetEvent.SitesPlanned;
import dev.skerry.platforminstaller.domain.FleetEvent.ToolUnwanted;
import dev.skerry.platforminstaller.domain.FleetEvent.ToolWanted;
import dev.skerry.platforminstaller.domain.FleetInput;
import dev.skerry.platforminstaller.domain.FleetSite;
import dev.skerry.platforminstaller.domain.ProfileInForce;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.runtime.Wire;
import dev.skerry.schemas.clusters.ClusterRequested;
import dev.skerry.schemas.clusters.ClusteringRequested;
import dev.skerry.schemas.clusters.ClusteringState;
import dev.skerry.schemas.clusters.InstallProfileRemovalRequested;
import dev.skerry.schemas.clusters.InstallProfileRequested;
import dev.skerry.schemas.clusters.InstallProfileState;
import dev.skerry.schemas.inventory.SiteRegistered;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The fleet planner's records. */
public final class FleetWire implements Wire<Fleet, FleetInput, FleetEvent> {

    private final ToolWorkloads tools = new ToolWorkloads();

    @Override
    public Optional<FleetInput> input(Received received) {
        return switch (received.record()) {
            case SiteRegistered site -> Optional.of(new FleetInput.SiteKnown(Parts.site(site)));
            case ClusteringRequested request -> Optional.of(new FleetInput.ClusteringWanted(Parts.clustering(request)));
            case InstallProfileRequested request ->
                Optional.of(new FleetInput.ProfileWanted(
                        ProfileRecords.profile(request), UserData.parsed(request.getUserData())));
            case InstallProfileRemovalRequested request ->
                Optional.of(new FleetInput.ProfileUnwanted(request.getName()));
            default -> Optional.empty();
        };
    }

    @Override
    public FleetInput woken() {
        return new FleetInput.Woken();
    }

    @Override
    public List<Outgoing> outgoing(FleetEvent event, Fleet after) {
        return switch (event) {
            case ClusterWanted(Clustering clustering, FleetSite site, Optional<ProfileInForce> profile) ->
                List.of(Outgoing.publish(
                        Topics.CLUSTER_REQUESTS,
                        site.name(),
                        new ClusterRequested(
                                clustering.clusterAt(site.name()),
                                Parts.clustering(clustering),
                                Parts.site(site),
                                ProfileRecords.state(profile))));
            case ToolWanted(Clustering clustering, Clustering.Tool tool) ->
                List.of(Outgoing.publish(
                        Topics.DEPLOYMENT_REQUESTS,
                        ToolWorkloads.key(clustering, tool),
                        tools.requested(clustering, tool)));
            case ToolUnwanted(Clustering clustering, Clustering.Tool tool) ->
                List.of(Outgoing.publish(
                        Topics.DEPLOYMENT_REQUESTS,
                        ToolWorkloads.key(clustering, tool),
                        tools.unwanted(clustering, tool)));
            case Refused(String field, String reason) -> List.of(Outgoing.refuse(field, reason));
            case SiteRecorded _, ClusteringAccepted _, SitesPlanned _, ProfileAccepted _, ProfileRemoved _ -> List.of();
        };
    }

    @Override
    public List<Entry> changed(String key, Fleet after, List<FleetEvent> events) {
        List<Entry> entries = new ArrayList<>();
        Set<String> clusterings = new LinkedHashSet<>();
        for (FleetEvent event : events) {
            switch (event) {
                case SiteRecorded(FleetSite site) -> entries.add(Entry.stored("site/" + site.name(), Parts.site(site)));
                case ClusteringAccepted accepted ->
                    clusterings.add(accepted.clustering().name());
                case SitesPlanned planned -> clusterings.add(planned.clustering());
                case ProfileAccepted(ProfileInForce profile) ->
                    entries.add(entry(profile.profile().name(), ProfileRecords.state(profile)));
                case ProfileRemoved(String name) -> entries.add(entry(name, null));
                case ClusterWanted _, ToolWanted _, ToolUnwanted _, Refused _ -> {}
            }
        }
        for (String name : clusterings) {
            after.clustering(name)
                    .ifPresent(inForce -> entries.add(
                            Entry.published("clustering/" + name, state(inForce), Topics.CLUSTERING_STATE, name)));
        }
        return entries;
    }

    private static Entry entry(String profile, @Nullable InstallProfileState state) {
        return Entry.published("profile/" + profile, state, Topics.INSTALL_PROFILE_STATE, profile);
    }

    private static ClusteringState state(InForce inForce) {
        return new ClusteringState(
                Parts.clustering(inForce.clustering()), List.copyOf(inForce.plannedSites()), inForce.changedAt());
    }

    @Override
    public Fleet restored(String key, List<SpecificRecord> entries) {
        Fleet fleet = new Fleet();
        for (SpecificRecord entry : entries) {
            switch (entry) {
                case SiteRegistered site -> fleet.put(Parts.site(site));
                case ClusteringState state ->
                    fleet.put(new InForce(
                            Parts.clustering(state.getRequest()),
                            new TreeSet<>(state.getPlannedSites()),
                            state.getChangedAt()));
                case InstallProfileState state -> fleet.put(ProfileRecords.inForce(state));
                default -> throw new IllegalArgumentException("not of this store: " + entry.getSchema());
            }
        }
        return fleet;
    }
}
