"""Records of every type: the schema that a record names says how it is read."""

import json
from datetime import datetime, timezone

from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext


class Decoder:
    """Decodes the values of all topics of the catalogue. Schemas are asked for once."""

    def __init__(self, registry):
        self._registry, self._deserialize, self._types = registry, AvroDeserializer(registry), {}

    def decode(self, topic, value):
        """(type, record) of a value; (None, None) of a tombstone."""
        if value is None:
            return None, None
        return self._type(value), self._deserialize(value, SerializationContext(topic, MessageField.VALUE))

    def _type(self, value):
        schema_id = int.from_bytes(value[1:5], "big")
        if schema_id not in self._types:
            schema = json.loads(self._registry.get_schema(schema_id).schema_str)
            self._types[schema_id] = f"{schema['namespace']}.{schema['name']}"
        return self._types[schema_id]


def as_json(value):
    """For json.dumps: a time as ISO 8601 in UTC with milliseconds."""
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no form in JSON")
