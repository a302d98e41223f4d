package dev.skerry.appmanager.rest.agents;

import dev.skerry.appmanager.rest.documents.Fields;
import dev.skerry.appmanager.rest.documents.Syntax;
import dev.skerry.runtime.Problem;
import dev.skerry.schemas.apps.AgentReported;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.apps.PlacementReport;
import dev.skerry.schemas.apps.Resources;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What an agent posts, checked. Members that are not known are passed over: an agent may be newer than the centre. */
final class AgentReports {

    private static final Map<String, PlacementPhase> PHASES = Map.of(
            "PROGRESSING", PlacementPhase.PROGRESSING,
            "AVAILABLE", PlacementPhase.AVAILABLE,
            "DEGRADED", PlacementPhase.DEGRADED,
            "GONE", PlacementPhase.GONE);
    /** A million processors' thousandths, and as many mebibytes: more than any cluster, and no sum of it overflows. */
    private static final long MOST_OF_ONE = 1_000_000_000L;

    private static final int MOST_PLACEMENTS = 10_000;
    private static final int MOST_ADDRESSES = 64;
    private static final int LONGEST_MESSAGE = 1024;
    private static final int LONGEST_VERSION = 64;

    private AgentReports() {}

    /**
     * The observation that a report is.
     *
     * @param clusterId from the certificate
     * @param at when it came
     */
    static AgentReported observation(JsonNode json, String clusterId, Instant at) {
        Fields report = Fields.of(json);
        return AgentReported.newBuilder()
                .setClusterId(clusterId)
                .setSequence(report.whole("sequence", 0, Long.MAX_VALUE))
                .setGeneration(report.whole("generation", 0, Long.MAX_VALUE))
                .setAgentVersion(cut(report.text("agentVersion"), LONGEST_VERSION))
                .setAt(at)
                .setCapacity(resources(report.object("capacity")))
                .setUsed(resources(report.object("used")))
                .setAddresses(report.texts("addresses", MOST_ADDRESSES, Syntax::ip))
                .setNodesReady(report.integer("nodesReady", 0, Integer.MAX_VALUE, 0))
                .setPlacements(placements(report))
                .build();
    }

    private static List<PlacementReport> placements(Fields report) {
        Set<String> seen = new HashSet<>();
        return report.objects("placements", MOST_PLACEMENTS).stream()
                .map(placement -> {
                    String app = app(placement);
                    if (!seen.add(app)) {
                        throw Problem.field(placement.path("app"), app + " stands twice", "report each app once");
                    }
                    return PlacementReport.newBuilder()
                            .setApp(app)
                            .setRevision(placement.integer("revision", 1, Integer.MAX_VALUE))
                            .setPhase(placement.choice("phase", PHASES))
                            .setReadyReplicas(placement.integer("readyReplicas", 0, Integer.MAX_VALUE))
                            .setMessage(cut(placement.text("message", ""), LONGEST_MESSAGE))
                            .build();
                })
                .toList();
    }

    private static String app(Fields placement) {
        String app = placement.text("app");
        String path = placement.path("app");
        int slash = app.indexOf('/');
        if (slash < 0) {
            throw Problem.field(path, app + " is not an app", "write tenant/name");
        }
        Syntax.label(path, app.substring(0, slash));
        Syntax.label(path, app.substring(slash + 1));
        return app;
    }

    private static Resources resources(Fields resources) {
        return Resources.newBuilder()
                .setCpuMillis(resources.whole("cpuMillis", 0, MOST_OF_ONE))
                .setMemoryMiB(resources.whole("memoryMiB", 0, MOST_OF_ONE))
                .setPods(resources.integer("pods", 0, (int) MOST_OF_ONE))
                .build();
    }

    /** A report is not lost for words: what is too long is cut. */
    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
