"""python -m skerry_client publish FILE | follow"""

import argparse
import json
import sys
import time
from pathlib import Path

from . import documents, topics


def main():
    parser = argparse.ArgumentParser(prog="skerry_client", description="Publish deployment requests, follow the fleet's status.")
    parser.add_argument("--brokers", required=True, help="Kafka brokers, host:port")
    parser.add_argument("--registry", required=True, help="schema registry URL, http://host:port/apis/ccompat/v7")
    commands = parser.add_subparsers(dest="command", required=True)
    publish = commands.add_parser("publish", help="publish the App documents of a YAML file")
    publish.add_argument("file", type=Path)
    follow = commands.add_parser("follow", help="print each snapshot of a cluster as a JSON line")
    follow.add_argument("--seconds", type=float, default=0, help="stop after so many seconds; 0: go on")
    follow.add_argument("--until-apps-available", type=int, metavar="N", help="stop when N apps are available in the fleet")
    arguments = parser.parse_args()
    try:
        return _publish(arguments) if arguments.command == "publish" else _follow(arguments)
    except (documents.DocumentError, OSError) as error:
        print(f"{error}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 0


def _publish(arguments):
    publisher = topics.Publisher(arguments.brokers, arguments.registry)
    for record in documents.deployments(arguments.file.read_text(encoding="utf-8")):
        event_id = publisher.publish(documents.key(record), record)
        print(json.dumps({"app": documents.key(record), "eventId": event_id}))
    return 0


def _follow(arguments):
    end = time.monotonic() + arguments.seconds if arguments.seconds else None
    available = {}
    for each in topics.statuses(arguments.brokers, arguments.registry):
        if each is not None:
            cluster, status = each
            print(json.dumps({"cluster": cluster, "status": status}, default=str), flush=True)
            available[cluster] = status["apps"]["available"] if status else 0
            if arguments.until_apps_available and sum(available.values()) >= arguments.until_apps_available:
                return 0
        if end and time.monotonic() > end:
            return 0 if arguments.until_apps_available is None else 6
    return 0


if __name__ == "__main__":
    sys.exit(main())
