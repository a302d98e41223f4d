package dev.skerry.platforminstaller.domain;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The user's clustering information: one cluster at every selected site.
 *
 * @param name a DNS label
 * @param sites which sites get a cluster
 * @param controlPlane servers: 1 or 3
 * @param workersMin agents without which the cluster is not complete, at least 0
 * @param workersMax agents that it takes when there are machines
 * @param requirements what each machine must have
 * @param kubernetesVersion such as v1.36.3+k3s1
 * @param toolProfile what is installed beside Kubernetes
 * @param labels put on each cluster
 * @param requestedBy the person; may be empty
 * @param installProfile name of the install profile of its machines; empty for the default one
 */
public record Clustering(
        String name,
        SiteSelector sites,
        int controlPlane,
        int workersMin,
        int workersMax,
        Requirements requirements,
        String kubernetesVersion,
        ToolProfile toolProfile,
        Map<String, String> labels,
        String requestedBy,
        String installProfile) {

    /** What is installed on every cluster beside Kubernetes. */
    public enum ToolProfile {
        NONE,
        STANDARD
    }

    /** A platform tool: runs everywhere, as an app of the tenant {@code platform}. */
    public enum Tool {
        LOGGING,
        MONITORING
    }

    /**
     * What a machine must have to become a node.
     *
     * @param architecture x86_64 or aarch64; empty takes any, but never mixes in one cluster
     * @param cpuCores logical processors, at least
     * @param memoryMiB mebibytes, at least
     * @param hardwareClass a class to which it must belong; empty for any
     */
    public record Requirements(String architecture, int cpuCores, long memoryMiB, String hardwareClass) {

        /** Of any hardware class. */
        public Requirements(String architecture, int cpuCores, long memoryMiB) {
            this(architecture, cpuCores, memoryMiB, "");
        }
    }

    public Clustering {
        labels = Map.copyOf(labels);
    }

    /** Whether its machines are installed with a profile of that name, when there is one. */
    boolean installsWith(String profile) {
        return profile.equals(installProfile.isEmpty() ? InstallProfile.DEFAULT : installProfile);
    }

    /** The id of this clustering's cluster at a site. */
    public String clusterAt(String site) {
        return name + "." + site;
    }

    /** The tools that its profile asks for. */
    public List<Tool> tools() {
        return switch (toolProfile) {
            case NONE -> List.of();
            case STANDARD -> List.of(Tool.values());
        };
    }

    /** The apps, as tenant/name, that must be available at a cluster for its tools to be ready. */
    public List<String> toolApps() {
        return tools().stream().map(tool -> "platform/" + toolName(tool)).toList();
    }

    /** A tool's name as an app: a DNS label. */
    public String toolName(Tool tool) {
        return name
                + switch (tool) {
                    case LOGGING -> "-logging";
                    case MONITORING -> "-monitoring";
                };
    }

    /** A cluster's labels: the site's, then this clustering's, then Skerry's own; the later one wins. */
    public Map<String, String> labelsAt(FleetSite site) {
        return Stream.of(site.labels(), labels, Map.of("skerry.dev/clustering", name, "skerry.dev/site", site.name()))
                .flatMap(each -> each.entrySet().stream())
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, Map.Entry::getValue, (earlier, later) -> later));
    }
}
