package dev.skerry.simulation;

import dev.skerry.catalogue.Topics;
import dev.skerry.platforminstaller.domain.Site;
import dev.skerry.schemas.apps.AppPhase;
import dev.skerry.schemas.apps.AppState;
import dev.skerry.schemas.apps.DesiredState;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.apps.PlacementState;
import dev.skerry.schemas.clusters.ClusterPhase;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.Condition;
import dev.skerry.schemas.clusters.ConditionType;
import dev.skerry.schemas.clusters.Node;
import dev.skerry.schemas.clusters.NodePhase;
import dev.skerry.schemas.clusters.NodeRole;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.dns.Target;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** After any fault the fleet comes to rest where everybody agrees, and where it lacks something it says what. */
final class Converged {

    private final World world;

    Converged(World world) {
        this.world = world;
    }

    void require() {
        complaint().ifPresent(complaint -> {
            throw new Violation("Converged", complaint);
        });
    }

    /** What is not as it should be in the end. */
    Optional<String> complaint() {
        return Stream.<Supplier<Optional<String>>>of(
                        this::idle, this::machines, this::sites, this::clusters, this::agents, this::apps, this::names)
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private Optional<String> idle() {
        return world.services().stream()
                .filter(service -> !service.isIdle())
                .findFirst()
                .map(service -> service.name() + " has not read everything");
    }

    private Optional<String> machines() {
        Map<String, MachineState> inventory = world.latest(Topics.MACHINE_STATE, MachineState.class);
        for (ProvisioningState state :
                world.latest(Topics.PROVISIONING_STATE, ProvisioningState.class).values()) {
            String id = state.getMachineId();
            if (state.getNonce() != null || state.getBackingOff() || state.getTask() != null) {
                return Optional.of(id + " is not at rest: " + state);
            }
            MachineState known = inventory.get(id);
            if (known == null) {
                return Optional.of(id + " is not in the inventory");
            }
            if (!known.getLifecycle().name().equals(state.getPhase().name())) {
                return Optional.of("the inventory has " + id + " in " + known.getLifecycle() + ", the provisioner in "
                        + state.getPhase() + " (" + state.getReason() + ")");
            }
            if (state.getPhase() == ProvisioningPhase.ACTIVE
                    && !String.valueOf(state.getClusterId()).equals(known.getClusterId())) {
                return Optional.of("the inventory has " + id + " in the cluster " + known.getClusterId()
                        + ", the provisioner in " + state.getClusterId());
            }
        }
        return Optional.empty();
    }

    /** What the site's planner believes of its machines. */
    private Optional<String> sites() {
        Map<String, ProvisioningState> states = world.latest(Topics.PROVISIONING_STATE, ProvisioningState.class);
        Set<String> known = new TreeSet<>();
        for (Site site : world.states(Site.class)) {
            for (var machine : site.machines().values()) {
                known.add(machine.id());
                ProvisioningState state = states.get(machine.id());
                boolean free = machine.available() && machine.clusterId().isEmpty();
                boolean available = state != null && state.getPhase() == ProvisioningPhase.AVAILABLE;
                if (free != available && (free || machine.clusterId().isEmpty())) {
                    return Optional.of("the planner of " + site.name() + " takes " + machine.id() + " for "
                            + (free ? "free" : "not free") + ", the provisioner has it in "
                            + (state == null ? "no phase" : state.getPhase()));
                }
            }
        }
        return states.values().stream()
                .filter(state ->
                        state.getPhase() == ProvisioningPhase.AVAILABLE && !known.contains(state.getMachineId()))
                .findFirst()
                .map(state -> state.getMachineId() + " is available and no planner knows it");
    }

    private Optional<String> clusters() {
        Map<String, ProvisioningState> states = world.latest(Topics.PROVISIONING_STATE, ProvisioningState.class);
        for (ClusterState cluster :
                world.latest(Topics.CLUSTER_STATE, ClusterState.class).values()) {
            boolean started = cluster.getNodes().stream()
                    .anyMatch(node -> node.getRole() != NodeRole.AGENT && node.getPhase() == NodePhase.JOINED);
            for (Node node : cluster.getNodes()) {
                ProvisioningState state = states.get(node.getMachineId());
                ProvisioningPhase phase = state == null ? null : state.getPhase();
                boolean handedOut = started || node.getRole() == NodeRole.FIRST_SERVER;
                boolean good = switch (node.getPhase()) {
                    case JOINED ->
                        state != null
                                && phase == ProvisioningPhase.ACTIVE
                                && cluster.getClusterId().equals(state.getClusterId());
                    case FAILED -> phase == ProvisioningPhase.FAILED || phase == ProvisioningPhase.ACTIVE;
                    case ASSIGNED -> !handedOut;
                    case INSTALLING, CLAIMED, INSTALLED -> false;
                };
                if (!good) {
                    return Optional.of("the node " + node.getNodeName() + " of " + cluster.getClusterId() + " is "
                            + node.getPhase() + ", its machine " + phase + ": " + cluster);
                }
            }
            boolean silent = cluster.getReason().isEmpty() && cluster.getPhase() != ClusterPhase.READY;
            boolean allJoined = !cluster.getNodes().isEmpty()
                    && cluster.getNodes().stream().allMatch(node -> node.getPhase() == NodePhase.JOINED);
            if (silent && allJoined) {
                return Optional.of(
                        cluster.getClusterId() + " is " + cluster.getPhase() + " and does not say why: " + cluster);
            }
        }
        return Optional.empty();
    }

    private Optional<String> agents() {
        for (ClusterState cluster :
                world.latest(Topics.CLUSTER_STATE, ClusterState.class).values()) {
            Plane plane = world.runningPlane(cluster.getClusterId());
            boolean connected = cluster.getConditions().stream()
                    .filter(condition -> condition.getType() == ConditionType.AGENT_CONNECTED)
                    .anyMatch(Condition::getHolds);
            boolean runs =
                    plane != null && plane.agent().isRunning() && plane.agent().isOpen();
            if (runs != connected) {
                return Optional.of("the agent of " + cluster.getClusterId() + (runs ? " runs" : " does not run")
                        + " and counts as " + (connected ? "connected" : "away"));
            }
            boolean started = cluster.getNodes().stream()
                    .anyMatch(node -> node.getRole() == NodeRole.FIRST_SERVER && node.getPhase() == NodePhase.JOINED);
            if (started && !runs) {
                return Optional.of("the agent of " + cluster.getClusterId() + " does not run: " + cluster);
            }
            if (plane == null || !runs) {
                continue;
            }
            Map<String, Integer> desired = new TreeMap<>();
            world.latest(Topics.DESIRED_STATE, DesiredState.class, cluster.getClusterId()).stream()
                    .flatMap(state -> state.getPlacements().stream())
                    .forEach(placement -> desired.put(placement.getApp(), placement.getRevision()));
            if (!desired.equals(plane.runtime().running())) {
                return Optional.of(cluster.getClusterId() + " is to run " + desired + " and runs "
                        + plane.runtime().running());
            }
        }
        return Optional.empty();
    }

    private Optional<String> apps() {
        Map<String, AppState> apps = world.latest(Topics.APP_STATE, AppState.class);
        Map<String, ClusterState> clusters = world.latest(Topics.CLUSTER_STATE, ClusterState.class);
        for (PlacementState placement :
                world.latest(Topics.PLACEMENT_STATE, PlacementState.class).values()) {
            AppState app = apps.get(placement.getApp());
            if (app == null) {
                return Optional.of(placement + " is of no app");
            }
            ClusterState cluster = clusters.get(placement.getClusterId());
            boolean reachable = world.runningPlane(placement.getClusterId()) != null
                    && cluster != null
                    && cluster.getPhase() == ClusterPhase.READY;
            boolean good = switch (placement.getPhase()) {
                case AVAILABLE -> app.getPhase() != AppPhase.REMOVING;
                case DEGRADED -> true;
                case PENDING, DELIVERED, PROGRESSING, DRAINING -> false;
                case GONE -> false;
            };
            if (reachable && !good) {
                return Optional.of("at " + placement.getClusterId() + ", which is ready: " + placement);
            }
        }
        for (AppState app : apps.values()) {
            if (app.getPhase() == AppPhase.PENDING && app.getReason().isEmpty()) {
                return Optional.of(app.getApp() + " is pending and does not say why");
            }
        }
        return Optional.empty();
    }

    /** A name leads where its app serves, and nowhere else. */
    private Optional<String> names() {
        Map<String, AppState> apps = world.latest(Topics.APP_STATE, AppState.class);
        Map<String, PlacementState> placements = world.latest(Topics.PLACEMENT_STATE, PlacementState.class);
        Map<String, RecordState> records = world.latest(Topics.RECORD_STATE, RecordState.class);
        for (RecordState record : records.values()) {
            for (Target target : record.getTargets()) {
                AppState app = apps.get(record.getApp());
                PlacementState placement = placements.get(record.getApp() + "@" + target.getClusterId());
                boolean named = app != null
                        && app.getSpec().getDns() != null
                        && app.getSpec().getDns().getName().equals(record.getName());
                boolean reachable = world.runningPlane(target.getClusterId()) != null;
                boolean older = app != null && placement != null && placement.getRevision() != app.getRevision();
                if (reachable && !older && (!named || placement == null)) {
                    return Optional.of("the name " + record.getName() + " leads to " + target.getClusterId()
                            + ", where " + record.getApp() + (named ? " does not run" : " does not have that name"));
                }
            }
        }
        for (PlacementState placement : placements.values()) {
            AppState app = apps.get(placement.getApp());
            if (app == null
                    || app.getSpec().getDns() == null
                    || placement.getRevision() != app.getRevision()
                    || placement.getPhase() != PlacementPhase.AVAILABLE) {
                continue;
            }
            RecordState record = records.get(app.getSpec().getDns().getName());
            boolean foreign = record != null
                    && !record.getApp().equals(app.getApp())
                    && !record.getTargets().isEmpty();
            Set<String> targets = record == null
                    ? Set.of()
                    : record.getTargets().stream().map(Target::getClusterId).collect(Collectors.toSet());
            if (!foreign && !targets.contains(placement.getClusterId())) {
                return Optional.of(app.getSpec().getDns().getName() + " does not lead to " + placement.getClusterId()
                        + ", where " + app.getApp() + " is available");
            }
        }
        return Optional.empty();
    }
}
