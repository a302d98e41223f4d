"""Confluent's client reads and writes the bytes that the Java services read and write."""

from datetime import datetime

import pytest
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.serialization import MessageField, SerializationContext

from skerry_client import decoding, publishing

from . import golden


@pytest.fixture(scope="module")
def registry():
    with golden.registry() as url:
        yield SchemaRegistryClient({"url": url})


@pytest.mark.parametrize("record", golden.RECORDS, ids=lambda each: each["type"])
def test_the_bytes_are_the_same(registry, record):
    serialize = publishing.serializer(registry, "golden", record["type"])
    for case in record["cases"]:
        expected = bytes.fromhex(case["bytes"])
        kind, read = decoding.Decoder(registry).decode("golden", expected)
        assert kind == record["type"]
        assert _milliseconds(read) == case["record"]
        assert serialize(case["record"], SerializationContext("golden", MessageField.VALUE)) == expected


def test_there_are_records_of_every_domain():
    assert {each["type"].split(".")[3] for each in golden.RECORDS} == {"apps", "clusters", "dns", "inventory", "provisioning"}


def _milliseconds(value):
    match value:
        case dict():
            return {key: _milliseconds(each) for key, each in value.items()}
        case list():
            return [_milliseconds(each) for each in value]
        case datetime():
            return round(value.timestamp() * 1000)
    return value
