package dev.skerry.appmanager.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.appmanager.rest.Samples;
import dev.skerry.schemas.apps.Container;
import dev.skerry.schemas.apps.DesiredPlacement;
import dev.skerry.schemas.apps.Workload;
import dev.skerry.schemas.apps.WorkloadKind;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class KubernetesRendererTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final String TOOLS = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: collector, namespace: logging}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: collector}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            subjects:
              - {kind: ServiceAccount, name: collector, namespace: logging}
              - {kind: ServiceAccount, name: other, namespace: kube-system}
            ---
            apiVersion: v1
            kind: List
            items:
              - apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: collector, labels: {app: collector}}
                spec:
                  selector: {matchLabels: {app: collector}}
                  template:
                    metadata: {labels: {app: collector}}
                    spec: {serviceAccountName: collector, containers: [{name: c, image: "c:1"}]}
              - apiVersion: apps/v1
                kind: Deployment
                metadata: {name: query}
                spec:
                  selector: {matchLabels: {app: query}}
                  template:
                    metadata: {labels: {app: query}}
                    spec: {containers: [{name: q, image: "q:1"}]}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"container", "manifests"})
    void goldens(String kind) throws Exception {
        Workload workload = kind.equals("container") ? Samples.container() : Samples.manifests(TOOLS);
        String rendered = render(Samples.placement("acme/shop", 2, workload));
        assertThat(rendered + "\n").isEqualTo(golden(kind + ".json"));
        assertThat(render(Samples.placement("acme/shop", 2, workload))).isEqualTo(rendered);
    }

    @Test
    void aNewRevisionAloneRestartsNoPod() throws Exception {
        DesiredPlacement second = Samples.placement("acme/shop", 2, Samples.container());
        DesiredPlacement third = Samples.placement("acme/shop", 3, Samples.container());
        ObjectNode before = deployment(second);
        ObjectNode after = deployment(third);
        assertThat(after).isNotEqualTo(before);
        assertThat(after.get("spec")).isEqualTo(before.get("spec"));
    }

    @Test
    void withoutPortsThereIsNoServiceAndNoProbe() throws Exception {
        Workload quiet = Workload.newBuilder()
                .setKind(WorkloadKind.CONTAINER)
                .setContainer(Container.newBuilder().setImage("job:1").build())
                .setResources(Samples.resources(1, 1, 1))
                .build();
        DesiredPlacement placement = unnamed("acme/job", quiet);
        List<ObjectNode> objects = KubernetesRenderer.render(placement);
        assertThat(objects)
                .extracting(object -> object.path("kind").stringValue())
                .containsExactly("Namespace", "Deployment");
        Deployment deployment = JSON.treeToValue(objects.get(1), Deployment.class);
        assertThat(deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getReadinessProbe())
                .isNull();
    }

    @Test
    void withoutANameNothingIsReachedFromOutside() throws Exception {
        DesiredPlacement placement = unnamed("acme/shop", Samples.container());
        Service service = JSON.treeToValue(KubernetesRenderer.render(placement).get(2), Service.class);
        assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(service.getSpec().getPorts())
                .extracting(port -> port.getPort())
                .containsExactly(8080, 9090);
    }

    @Test
    void longNamesStayLegalAndApart() throws Exception {
        String tenant = "t".repeat(63);
        ObjectNode one = deployment(Samples.placement(tenant + "/" + "a".repeat(63), 1, Samples.container()));
        ObjectNode two = deployment(Samples.placement(tenant + "/" + "a".repeat(62) + "b", 1, Samples.container()));
        for (ObjectNode each : List.of(one, two)) {
            assertThat(each.path("metadata").path("namespace").stringValue()).hasSizeLessThanOrEqualTo(63);
            each.path("metadata")
                    .path("labels")
                    .forEach(label ->
                            assertThat(label.stringValue()).matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"));
        }
        assertThat(one.path("spec").path("selector"))
                .isNotEqualTo(two.path("spec").path("selector"));
    }

    @Test
    void onlyThePlatformsToolsStayInTheNamespacesThatTheyDeclare() throws Exception {
        Workload tools = Samples.manifests("""
                {apiVersion: v1, kind: Namespace, metadata: {name: logging}}
                ---
                """ + TOOLS);
        List<ObjectNode> platform = KubernetesRenderer.render(Samples.placement("platform/logging", 1, tools));
        List<ObjectNode> acme = KubernetesRenderer.render(Samples.placement("acme/logging", 1, tools));
        assertThat(platform.get(2).at("/metadata/namespace").stringValue()).isEqualTo("logging");
        assertThat(platform.get(3).at("/subjects/0/namespace").stringValue()).isEqualTo("logging");
        assertThat(platform.get(5).at("/metadata/namespace").stringValue()).isEqualTo("skerry-platform");
        assertThat(acme.get(2).at("/metadata/namespace").stringValue()).isEqualTo("skerry-acme");
        assertThat(acme.get(3).at("/subjects/0/namespace").stringValue()).isEqualTo("skerry-acme");
    }

    @Test
    void manifestsThatCannotBeAppliedAreNamed() {
        assertThatThrownBy(() -> KubernetesRenderer.render(Samples.placement("a/b", 1, Samples.manifests("kind: x"))))
                .isInstanceOf(Manifests.BadManifestException.class)
                .hasMessageContaining("apiVersion");
    }

    private static DesiredPlacement unnamed(String app, Workload workload) {
        return DesiredPlacement.newBuilder(Samples.placement(app, 1, workload))
                .setDns(null)
                .build();
    }

    private static ObjectNode deployment(DesiredPlacement placement) throws Manifests.BadManifestException {
        return KubernetesRenderer.render(placement).get(1);
    }

    private static String render(DesiredPlacement placement) throws Manifests.BadManifestException {
        return JSON.writeValueAsString(KubernetesRenderer.render(placement));
    }

    private static String golden(String name) throws IOException {
        try (InputStream golden = KubernetesRendererTest.class.getResourceAsStream("/goldens/" + name)) {
            return new String(Objects.requireNonNull(golden, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
