"""python -m skerry_client publish FILE | follow | read TOPIC..."""

import argparse
import json
import sys
from pathlib import Path

from confluent_kafka import KafkaException

from . import decoding, documents, position, publishing, reading


def main():
    arguments = _arguments()
    try:
        return {"publish": _publish, "follow": _follow, "read": _read}[arguments.command](arguments)
    except (documents.DocumentError, position.PositionError, ValueError, FileNotFoundError, PermissionError) as error:
        print(f"{error}", file=sys.stderr)
        return 3
    except (KafkaException, RuntimeError, TimeoutError) as error:
        print(f"Kafka: {error}. Is --brokers right, and are they up?", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _arguments():
    parser = argparse.ArgumentParser(prog="skerry_client", description="Publish deployment requests, follow the fleet, read its events.")
    parser.add_argument("--brokers", required=True, help="Kafka brokers, host:port")
    parser.add_argument("--registry", required=True, help="schema registry URL, http://host:port/apis/ccompat/v7")
    commands = parser.add_subparsers(dest="command", required=True)
    publish = commands.add_parser("publish", help="publish the App documents of a YAML file")
    publish.add_argument("file", type=Path)
    follow = commands.add_parser("follow", help="print each snapshot of a cluster as a JSON line")
    follow.add_argument("--until-apps-available", type=int, metavar="N", help="stop when N apps are available in the fleet")
    read = commands.add_parser("read", help="print each event of topics as a JSON line, whatever its type")
    read.add_argument("topics", nargs="+", metavar="TOPIC")
    for command in follow, read:
        command.add_argument("--position", type=Path, metavar="FILE", help="go on where the last run ended, and keep that in FILE")
        command.add_argument("--seconds", type=float, default=0, help="stop after so many seconds; 0: go on")
        command.add_argument("--idle", type=float, default=0, help="stop when nothing came for so many seconds; 0: go on")
    return parser.parse_args()


def _publish(arguments):
    records = documents.deployments(arguments.file.read_text(encoding="utf-8"))
    publisher = publishing.Publisher(arguments.brokers, arguments.registry)
    for record in records:
        event_id = publisher.publish(documents.key(record), record)
        _print({"app": documents.key(record), "eventId": event_id})
    return 0


def _follow(arguments):
    available = {}
    for cluster, status in reading.statuses(arguments.brokers, arguments.registry, **_limits(arguments)):
        _print({"cluster": cluster, "status": status})
        available[cluster] = status["apps"]["available"] if status else 0
        if arguments.until_apps_available and sum(available.values()) >= arguments.until_apps_available:
            return 0
    return 0 if arguments.until_apps_available is None else 6


def _read(arguments):
    for event in reading.events(arguments.brokers, arguments.registry, arguments.topics, **_limits(arguments)):
        _print(event.summary())
    return 0


def _limits(arguments):
    return {"position_file": arguments.position, "seconds": arguments.seconds, "idle": arguments.idle}


def _print(line):
    print(json.dumps(line, default=decoding.as_json, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
