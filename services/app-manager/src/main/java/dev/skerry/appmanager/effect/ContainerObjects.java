package dev.skerry.appmanager.effect;

import dev.skerry.schemas.apps.Container;
import dev.skerry.schemas.apps.DesiredPlacement;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.Resources;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A container workload: a Deployment, and a Service when it listens. */
final class ContainerObjects {

    private ContainerObjects() {}

    static List<HasMetadata> of(DesiredPlacement placement, AppLabels labels) {
        Container container = Objects.requireNonNull(
                placement.getWorkload().getContainer(), "a workload of kind CONTAINER has a container");
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(deployment(placement, container, labels));
        if (!container.getPorts().isEmpty()) {
            objects.add(service(container, placement.getDns(), labels));
        }
        return objects;
    }

    private static Deployment deployment(DesiredPlacement placement, Container container, AppLabels labels) {
        return new DeploymentBuilder()
                .withMetadata(metadata(labels))
                .withNewSpec()
                .withReplicas(placement.getReplicas())
                .withNewSelector()
                .withMatchLabels(labels.selector())
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels.pod())
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .withContainers(container(container, placement.getWorkload().getResources(), labels))
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static io.fabric8.kubernetes.api.model.Container container(
            Container container, Resources resources, AppLabels labels) {
        Map<String, Quantity> amounts = new TreeMap<>(Map.of(
                "cpu", new Quantity(resources.getCpuMillis() + "m"),
                "memory", new Quantity(resources.getMemoryMiB() + "Mi")));
        ContainerBuilder builder = new ContainerBuilder()
                .withName(labels.name())
                .withImage(container.getImage())
                .withArgs(container.getArgs())
                .withEnv(new TreeMap<>(container.getEnv())
                        .entrySet().stream()
                                .map(variable -> new EnvVar(variable.getKey(), variable.getValue(), null))
                                .toList())
                .withNewResources()
                .withRequests(amounts)
                .withLimits(amounts)
                .endResources();
        for (int port : container.getPorts()) {
            builder.addNewPort()
                    .withName(portName(port))
                    .withContainerPort(port)
                    .withProtocol("TCP")
                    .endPort();
        }
        return container.getPorts().isEmpty()
                ? builder.build()
                : builder.withReadinessProbe(answers(container.getPorts().getFirst()))
                        .build();
    }

    /** Ready when it takes connections. No liveness probe: one that only connects restarts what is merely busy. */
    private static Probe answers(int port) {
        return new ProbeBuilder()
                .withNewTcpSocket()
                .withPort(new IntOrString(port))
                .endTcpSocket()
                .withPeriodSeconds(5)
                .withTimeoutSeconds(2)
                .withFailureThreshold(3)
                .build();
    }

    /** Reached from outside the cluster only when the app has a name. */
    private static Service service(Container container, @Nullable DnsName dns, AppLabels labels) {
        List<ServicePort> ports = new ArrayList<>();
        if (dns != null) {
            boolean listened = container.getPorts().contains(dns.getPort());
            ports.add(port(
                    dns.getPort(),
                    listened ? dns.getPort() : container.getPorts().getFirst()));
        }
        for (int port : container.getPorts()) {
            if (ports.stream().noneMatch(taken -> taken.getPort() == port)) {
                ports.add(port(port, port));
            }
        }
        return new ServiceBuilder()
                .withMetadata(metadata(labels))
                .withNewSpec()
                .withType(dns == null ? "ClusterIP" : "LoadBalancer")
                .withSelector(labels.selector())
                .withPorts(ports)
                .endSpec()
                .build();
    }

    private static ServicePort port(int port, int target) {
        return new ServicePortBuilder()
                .withName(portName(port))
                .withPort(port)
                .withTargetPort(new IntOrString(target))
                .withProtocol("TCP")
                .build();
    }

    private static String portName(int port) {
        return "tcp-" + port;
    }

    private static ObjectMeta metadata(AppLabels labels) {
        return new ObjectMetaBuilder()
                .withNamespace(labels.namespace())
                .withName(labels.name())
                .withLabels(labels.object())
                .withAnnotations(Map.of(AppLabels.APP, labels.tenant() + "/" + labels.name()))
                .build();
    }
}
