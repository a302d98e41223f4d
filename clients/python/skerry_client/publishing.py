"""Publishing to apps.deployment.requests."""

import uuid
from datetime import datetime, timezone

from confluent_kafka import Producer
from confluent_kafka.schema_registry import SchemaRegistryClient, topic_record_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

REQUESTS = "apps.deployment.requests"
REQUESTED = "dev.skerry.schemas.apps.DeploymentRequested"


def serializer(registry, topic, record_type):
    """Writes records of a type that is registered already; registers nothing."""
    return AvroSerializer(
        registry,
        registry.get_latest_version(f"{topic}-{record_type}").schema.schema_str,
        conf={
            "auto.register.schemas": False,
            "use.latest.version": True,
            "subject.name.strategy": topic_record_subject_name_strategy,
        },
    )


class Publisher:
    """Publishes deployment requests; a request is published when all in-sync replicas have it."""

    def __init__(self, brokers, registry_url):
        self._serialize = serializer(SchemaRegistryClient({"url": registry_url}), REQUESTS, REQUESTED)
        # murmur2 is Java's way to choose a partition: the same app must meet itself in one of them.
        self._producer = Producer(
            {"bootstrap.servers": brokers, "acks": "all", "enable.idempotence": True, "partitioner": "murmur2_random"}
        )

    def publish(self, key, record, timeout=30):
        """Publishes one request and waits for the acknowledgement, at most `timeout` seconds. Returns the event's id."""
        event_id, failures = str(uuid.uuid4()), []
        self._producer.produce(
            REQUESTS,
            key=key,
            value=self._serialize(record, SerializationContext(REQUESTS, MessageField.VALUE)),
            headers={
                "ce_specversion": "1.0",
                "ce_id": event_id,
                "ce_type": REQUESTED,
                "ce_source": "/skerry-client-python",
                "ce_time": datetime.now(timezone.utc).isoformat().replace("+00:00", "Z"),
                "ce_subject": key,
                "ce_correlationid": event_id,
                "ce_causationid": event_id,
                "content-type": "application/avro",
            },
            on_delivery=lambda error, message: failures.append(error) if error else None,
        )
        if self._producer.flush(timeout) > 0:
            raise TimeoutError(f"the brokers did not acknowledge within {timeout} s")
        if failures:
            raise RuntimeError(f"the brokers refused the request: {failures[0]}")
        return event_id
