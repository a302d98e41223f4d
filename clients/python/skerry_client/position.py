"""How far a reader has come, in a file: the offset to read next, by topic and partition."""

import json
import os


class PositionError(ValueError):
    """A position that does not belong to these brokers; the message names the file, the field and the remedy."""


class Position:
    """A reader's position in one Kafka cluster. It is in the file when `save` returns, whole or not at all."""

    def __init__(self, path, cluster):
        """Reads the file if there is one; `path` None keeps the position in memory only."""
        self._path, self._cluster, self._offsets, self._changed = path, cluster, {}, True
        if path is not None and path.exists():
            self._offsets = self._read(path)

    def next(self, topic, partition):
        """The offset to read next; 0 where nothing was read yet."""
        return self._offsets.get(topic, {}).get(str(partition), 0)

    def passed(self, topic, partition, offset):
        """The record at that offset is done with."""
        self._offsets.setdefault(topic, {})[str(partition)] = offset + 1
        self._changed = True

    def save(self):
        if self._path is None or not self._changed:
            return
        beside = self._path.with_name(self._path.name + ".new")
        with open(beside, "w", encoding="utf-8") as file:
            json.dump({"cluster": self._cluster, "topics": self._offsets}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        self._changed = False

    def _read(self, path):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            cluster, topics = content["cluster"], content["topics"]
        except (ValueError, KeyError, TypeError) as error:
            raise PositionError(f"{path}: is no position ({error}); delete it to read from the beginning") from error
        if cluster != self._cluster:
            raise PositionError(
                f"{path}: cluster: is {cluster}, these brokers are {self._cluster}; delete the file to read from the beginning"
            )
        return topics
