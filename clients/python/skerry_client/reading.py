"""Reading topics from where a position says, or from their beginning."""

import time
import uuid
from dataclasses import dataclass
from typing import Any

from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient

from .decoding import Decoder
from .position import Position

STATUS = "fleet.cluster.status"


@dataclass(frozen=True)
class Event:
    """A record as it was read. `type` and `record` are None where a compacted topic says that the key is gone."""

    topic: str
    partition: int
    offset: int
    key: str
    headers: dict
    type: str | None
    record: dict[str, Any] | None

    def summary(self):
        """What a line of JSON says of it."""
        header = self.headers.get
        return {
            "topic": self.topic,
            "partition": self.partition,
            "offset": self.offset,
            "key": self.key,
            "type": self.type,
            "id": header("ce_id"),
            "source": header("ce_source"),
            "time": header("ce_time"),
            "correlationId": header("ce_correlationid"),
            "causationId": header("ce_causationid"),
            "record": self.record,
        }


def events(brokers, registry_url, topics, position_file=None, seconds=0.0, idle=0.0):
    """Yields the events of topics, each partition's in order, from the position in `position_file` or the beginning.

    The position moves past an event when the next one is asked for, and is written each second, when nothing is waiting and at
    the end: whoever is killed gets the last second's events again. Ends after `seconds`, or when nothing came for `idle` seconds;
    0: goes on.
    """
    decoder = Decoder(SchemaRegistryClient({"url": registry_url}))
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": f"skerry-client-{uuid.uuid4()}",  # asked for by the client; no offset is ever committed to it
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
            "auto.offset.reset": "earliest",
        }
    )
    try:
        metadata = consumer.list_topics(timeout=30)
        missing = [topic for topic in topics if topic not in metadata.topics]
        if missing:
            raise ValueError(f"topic: there is no {', '.join(missing)}; docs/events.md names all of them")
        position = Position(position_file, metadata.cluster_id)
        consumer.assign(_starts(metadata, topics, position))
        started = heard = saved = time.monotonic()
        try:
            while not _over(started, seconds) and not _over(heard, idle):
                message = consumer.poll(0.2)
                if message is None or _over(saved, 1):
                    position.save()
                    saved = time.monotonic()
                if message is None:
                    continue
                if message.error():
                    raise RuntimeError(str(message.error()))
                heard = time.monotonic()
                yield _event(decoder, message)
                position.passed(message.topic(), message.partition(), message.offset())
        finally:
            position.save()
    finally:
        consumer.close()


def statuses(brokers, registry_url, **limits):
    """Follows the fleet's status: yields (cluster, status) for each snapshot, status None for a cluster that is gone."""
    for event in events(brokers, registry_url, [STATUS], **limits):
        yield event.key, event.record


def _starts(metadata, topics, position):
    return [
        TopicPartition(topic, partition, position.next(topic, partition))
        for topic in topics
        for partition in metadata.topics[topic].partitions
    ]


def _event(decoder, message):
    kind, record = decoder.decode(message.topic(), message.value())
    headers = {name: (value or b"").decode("utf-8", "replace") for name, value in message.headers() or []}
    key = (message.key() or b"").decode("utf-8", "replace")
    return Event(message.topic(), message.partition(), message.offset(), key, headers, kind, record)


def _over(since, limit):
    return limit > 0 and time.monotonic() - since > limit
