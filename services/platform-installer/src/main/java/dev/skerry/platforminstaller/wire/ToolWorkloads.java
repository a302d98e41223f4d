package dev.skerry.platforminstaller.wire;

import dev.skerry.platforminstaller.domain.Clustering;
import dev.skerry.platforminstaller.domain.Clustering.Tool;
import dev.skerry.schemas.apps.DeploymentRemovalRequested;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.Division;
import dev.skerry.schemas.apps.PlacementPolicy;
import dev.skerry.schemas.apps.Resources;
import dev.skerry.schemas.apps.SpreadOver;
import dev.skerry.schemas.apps.Workload;
import dev.skerry.schemas.apps.WorkloadKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The platform tools as apps: Fluent Bit on every node, one Prometheus a cluster. Their manifests are files beside this class's. */
final class ToolWorkloads {

    static final String TENANT = "platform";
    private static final String REQUESTED_BY = "platform-installer";

    private final Map<Tool, String> manifests = new EnumMap<>(Tool.class);

    ToolWorkloads() {
        for (Tool tool : Tool.values()) {
            manifests.put(tool, read(tool.name().toLowerCase(Locale.ROOT) + ".yaml"));
        }
    }

    DeploymentRequested requested(Clustering clustering, Tool tool) {
        return new DeploymentRequested(
                TENANT,
                clustering.toolName(tool),
                new Workload(WorkloadKind.MANIFESTS, null, manifests.get(tool), resources(tool)),
                new PlacementPolicy(
                        List.of(),
                        Map.of("skerry.dev/clustering", clustering.name()),
                        0,
                        SpreadOver.NONE,
                        1,
                        0,
                        1,
                        Division.PER_CLUSTER,
                        true),
                null,
                REQUESTED_BY);
    }

    DeploymentRemovalRequested unwanted(Clustering clustering, Tool tool) {
        return new DeploymentRemovalRequested(TENANT, clustering.toolName(tool), REQUESTED_BY);
    }

    static String key(Clustering clustering, Tool tool) {
        return TENANT + "/" + clustering.toolName(tool);
    }

    /** What the manifests ask for. */
    private static Resources resources(Tool tool) {
        return switch (tool) {
            case LOGGING -> new Resources(50L, 64L, 1);
            case MONITORING -> new Resources(200L, 512L, 1);
        };
    }

    private static String read(String name) {
        String path = "/platform-installer/tools/" + name;
        try (InputStream in = ToolWorkloads.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
