package dev.skerry.appmanager.domain.cluster;

import dev.skerry.appmanager.domain.PlacementPhase;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of each app after a report. Apps that the centre neither wants nor waits for are not its business. */
final class Reports {

    private Reports() {}

    static SortedMap<String, AppReport> merged(ClusterView view, AgentReport report) {
        boolean applied = report.generation() >= view.desired().generation();
        Map<String, Desired.App> wanted = view.desired().apps();
        Set<String> apps = new HashSet<>(view.reports().keySet());
        apps.addAll(wanted.keySet());
        SortedMap<String, AppReport> merged = new TreeMap<>();
        for (String app : apps) {
            AppReport said = report.apps().get(app);
            Desired.App desired = wanted.get(app);
            merged.put(
                    app,
                    desired == null
                            ? leaving(said, view.reports().get(app), applied)
                            : staying(said, desired, applied));
        }
        return merged;
    }

    private static AppReport staying(@Nullable AppReport said, Desired.App desired, boolean applied) {
        if (said == null) {
            PlacementPhase phase = applied ? PlacementPhase.DELIVERED : PlacementPhase.PENDING;
            return new AppReport(desired.revision(), phase, 0, "");
        }
        return said.phase() == PlacementPhase.GONE && !applied ? AppReport.pending(desired.revision(), 0) : said;
    }

    /** An agent that applied a desired state without the app and says nothing of it has removed it. */
    private static AppReport leaving(@Nullable AppReport said, @Nullable AppReport before, boolean applied) {
        if (said != null) {
            return said;
        }
        return before == null || applied ? new AppReport(0, PlacementPhase.GONE, 0, "") : before;
    }
}
