"""Publishing to apps.deployment.requests and following fleet.cluster.status."""

import uuid
from datetime import datetime, timezone

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient, topic_record_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

REQUESTS = "apps.deployment.requests"
STATUS = "fleet.cluster.status"
REQUESTED = "dev.skerry.schemas.apps.DeploymentRequested"


class Publisher:
    """Publishes deployment requests; a request is published when all in-sync replicas have it."""

    def __init__(self, brokers, registry_url):
        registry = SchemaRegistryClient({"url": registry_url})
        schema = registry.get_latest_version(f"{REQUESTS}-{REQUESTED}").schema
        self._serializer = AvroSerializer(
            registry,
            schema.schema_str,
            conf={
                "auto.register.schemas": False,
                "use.latest.version": True,
                "subject.name.strategy": topic_record_subject_name_strategy,
            },
        )
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
            value=self._serializer(record, SerializationContext(REQUESTS, MessageField.VALUE)),
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


def statuses(brokers, registry_url, poll_seconds=1.0):
    """Follows the fleet's status from its beginning: yields (cluster, status) for each snapshot, status None for a
    cluster that is gone, and None whenever nothing came for `poll_seconds`."""
    deserialize = AvroDeserializer(SchemaRegistryClient({"url": registry_url}))
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": f"skerry-client-{uuid.uuid4()}",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
        }
    )
    try:
        partitions = consumer.list_topics(STATUS, timeout=30).topics[STATUS].partitions
        consumer.assign([TopicPartition(STATUS, partition, 0) for partition in partitions])
        while True:
            message = consumer.poll(poll_seconds)
            if message is None:
                yield None
            elif message.error():
                raise RuntimeError(str(message.error()))
            else:
                context = SerializationContext(STATUS, MessageField.VALUE)
                yield message.key().decode(), message.value() and deserialize(message.value(), context)
    finally:
        consumer.close()
