"""App documents (kind: App, as `skerry apply` takes them) as DeploymentRequested records."""

import yaml


class DocumentError(ValueError):
    """A document that cannot be a deployment request; the message names the field and the remedy."""


def deployments(text):
    """All App documents of a YAML text, as dicts in the form of the Avro schema DeploymentRequested."""
    return [_deployment(each) for each in yaml.safe_load_all(text) if each is not None]


def key(record):
    """The record's key: tenant/name."""
    return f"{record['tenant']}/{record['name']}"


def _deployment(document):
    if document.get("kind") != "App":
        raise DocumentError(f"kind: {document.get('kind')!r} is not App; publish other kinds with `skerry apply`")
    metadata, spec = _of(document, "metadata"), _of(document, "spec")
    return {
        "tenant": _of(metadata, "tenant", "metadata"),
        "name": _of(metadata, "name", "metadata"),
        "workload": _workload(_of(spec, "workload", "spec")),
        "placement": _placement(spec.get("placement", {})),
        "dns": _dns(spec.get("dns")),
        "requestedBy": "skerry-client-python",
    }


def _workload(workload):
    container, manifests = workload.get("container"), workload.get("manifests")
    if (container is None) == (manifests is None):
        raise DocumentError("spec.workload: give either container or manifests")
    resources = _of(workload, "resources", "spec.workload")
    return {
        "kind": "CONTAINER" if container else "MANIFESTS",
        "container": container
        and {
            "image": _of(container, "image", "spec.workload.container"),
            "args": container.get("args", []),
            "env": container.get("env", {}),
            "ports": container.get("ports", []),
        },
        "manifests": manifests,
        "resources": {
            "cpuMillis": _of(resources, "cpuMillis", "spec.workload.resources"),
            "memoryMiB": _of(resources, "memoryMiB", "spec.workload.resources"),
            "pods": 1,
        },
    }


def _placement(placement):
    spread = placement.get("spread", {})
    return {
        "regions": placement.get("regions", []),
        "selector": placement.get("selector", {}),
        "clusters": placement.get("clusters", 1),
        "spread": spread.get("over", "none").upper(),
        "spreadMin": spread.get("min", 1),
        "spreadMax": spread.get("max", 0),
        "replicas": placement.get("replicas", 1),
        "division": placement.get("division", "total").upper().replace("-", "_"),
        "beforeReady": False,
    }


def _dns(dns):
    return dns and {"name": _of(dns, "name", "spec.dns"), "port": dns.get("port", 80), "ttlSeconds": dns.get("ttlSeconds", 20)}


def _of(mapping, field, path=""):
    if field not in mapping:
        raise DocumentError(f"{path + '.' if path else ''}{field}: is missing; add it")
    return mapping[field]
