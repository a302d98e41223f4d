import pytest

from skerry_client import documents

APP = """
kind: App
metadata: {tenant: acme, name: shop}
spec:
  workload:
    container: {image: "registry.example/shop:1.0", ports: [8080]}
    resources: {cpuMillis: 500, memoryMiB: 512}
  placement: {regions: [emea], clusters: 2, spread: {over: site, min: 2}, replicas: 4, division: per-cluster}
  dns: {name: shop}
"""


def test_an_app_document_becomes_a_request():
    (record,) = documents.deployments(APP)
    assert documents.key(record) == "acme/shop"
    assert record["workload"]["kind"] == "CONTAINER"
    assert record["placement"]["spread"] == "SITE"
    assert record["placement"]["division"] == "PER_CLUSTER"
    assert record["dns"] == {"name": "shop", "port": 80, "ttlSeconds": 20}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("kind: App", "kind: Site"), "kind"),
        (("tenant: acme, ", ""), "metadata.tenant"),
        (("cpuMillis: 500, ", ""), "spec.workload.resources.cpuMillis"),
        (("container:", "kontainer:"), "spec.workload"),
    ],
)
def test_a_bad_document_is_refused_by_field(change, field):
    with pytest.raises(documents.DocumentError, match=field):
        documents.deployments(APP.replace(*change))
