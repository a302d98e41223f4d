package dev.skerry.appmanager.effect;

import dev.skerry.schemas.apps.DesiredPlacement;
import dev.skerry.schemas.apps.Workload;
import dev.skerry.schemas.apps.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A placement as the Kubernetes objects that its cluster is to have. Deterministic: the same placement gives the same objects, in
 * the same order, member by member, so that an agent can tell a change from none.
 */
public final class KubernetesRenderer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private KubernetesRenderer() {}

    /**
     * Renders a placement: its tenant's namespace first, then what the workload asks for.
     *
     * @throws Manifests.BadManifestException when its manifests cannot be applied
     */
    public static List<ObjectNode> render(DesiredPlacement placement) throws Manifests.BadManifestException {
        AppLabels labels = AppLabels.of(placement.getApp(), placement.getRevision());
        Workload workload = placement.getWorkload();
        List<ObjectNode> objects = new ArrayList<>();
        objects.add(json(namespace(labels)));
        if (workload.getKind() == WorkloadKind.MANIFESTS) {
            String text = workload.getManifests();
            objects.addAll(
                    PlainObjects.placed(Manifests.parse(text == null ? "" : text), labels, placement.getReplicas()));
        } else {
            ContainerObjects.of(placement, labels).stream()
                    .map(KubernetesRenderer::json)
                    .forEach(objects::add);
        }
        return objects;
    }

    /** Shared by the tenant's apps: it carries nothing of one app or revision. */
    private static Namespace namespace(AppLabels labels) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(labels.namespace())
                .addToLabels("app.kubernetes.io/managed-by", "skerry")
                .addToLabels("skerry.dev/tenant", labels.tenant())
                .endMetadata()
                .build();
    }

    private static ObjectNode json(HasMetadata object) {
        return JSON.valueToTree(object);
    }
}
