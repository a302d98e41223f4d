# What a client in another language must be able to do: use_client NAME. Needs lib/fleet.sh with a running fleet and lib/NAME.sh.
# shellcheck shell=bash
answers() { skerry resolve "from-$1" --from copenhagen | grep -Eq '[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+'; }

use_client() {
  local name=$1 brokers registry
  brokers=$(of broker) registry=$(of registry)
  cat >"$work/app.yaml" <<APP
kind: App
metadata: {tenant: acme, name: from-$name}
spec:
  workload:
    container: {image: "registry.example/from-$name:1.0", ports: [8080]}
    resources: {cpuMillis: 100, memoryMiB: 64}
  placement: {regions: [emea], clusters: 2, replicas: 2}
  dns: {name: from-$name}
APP
  client publish "$work/app.yaml"
  # 13 pairs of app and cluster: 6 of platform tools, 2 of acme/shop, 3 of acme/telemetry, 2 of ours.
  client follow --position "$work/status.json" --seconds 120 --until-apps-available 13 >"$work/followed.jsonl"
  tail -n 1 "$work/followed.jsonl"
  wait_for 60 "a DNS answer" answers "$name"
  skerry resolve "from-$name" --from copenhagen

  # Every topic of the catalogue, twice with one position: the second time only what came since.
  local topics
  topics=$(sed -n 's/^    address: "\(.*\)"$/\1/p' "$home/docs/asyncapi.yaml" | grep -v '^skerry.dead.letters$')
  # shellcheck disable=SC2086 # a word a topic
  client read --position "$work/events.json" --idle 3 --seconds 60 $topics >"$work/read.jsonl"
  # shellcheck disable=SC2086
  client read --position "$work/events.json" --idle 3 --seconds 20 $topics >"$work/since.jsonl"
  python3 - "$work/read.jsonl" "$work/since.jsonl" <<'CHECK'
import json, sys

first, second = ([json.loads(line) for line in open(file)] for file in sys.argv[1:])
place = lambda event: (event["topic"], event["partition"], event["offset"])
types = {event["type"] for event in first if event["type"]}
again = {place(event) for event in first} & {place(event) for event in second}
assert len({place(event) for event in first}) == len(first), "an event was read twice"
assert not again, f"read again: {sorted(again)[:3]}"
assert all(event["type"] is None or event["type"].startswith("dev.skerry.schemas.") for event in first + second)
for name in "MachineDiscovered", "MachineInstalled", "ClusterPhaseChanged", "NodeJoined", "DeploymentRequested", "PlacementDecided", "WorkloadAvailable", "RecordChanged", "AgentReported", "PowerTask":
    assert any(each.endswith("." + name) for each in types), f"no {name} among {sorted(types)}"
print(f"{len(first)} events of {len(types)} types in {len({event['topic'] for event in first})} topics; {len(second)} since then, none twice")
CHECK
  echo "the $name client's app is placed, seen in the status stream, and answers in DNS; every topic is read, and from a position"
}
