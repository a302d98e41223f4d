#!/usr/bin/env bash
# A real Prometheus scrapes a running fleet: every query of every dashboard returns data, and no rule fails.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
command -v prometheus >/dev/null && command -v promtool >/dev/null || { echo "prometheus is missing: apt-get install prometheus"; exit 77; }

# shellcheck source=testing/suites/lib/fleet.sh
. "$home/testing/suites/lib/fleet.sh"
start_fleet

# The configuration for compose with the ports of this fleet, and a pace at which a rate has its samples soon.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/prometheus"
cp -r "$home/monitoring/rules" "$work/prometheus/"
python3 - "$home/monitoring/prometheus.yaml" "$state/endpoints.json" >"$work/prometheus/prometheus.yaml" <<'CONFIGURE'
import json, re, sys

text, endpoints = open(sys.argv[1]).read(), json.load(open(sys.argv[2]))
doors = {"inventory": "inventory", "provisioner": "provisioner", "platform-installer": "installer", "app-manager": "api", "dns-registry": "dnsRegistry"}
for job, door in doors.items():
    text = text.replace(f'"{job}:8080"', '"' + re.sub("^https?://", "", endpoints[door]).rstrip("/") + '"')
assert ":8080" not in text, "a job of prometheus.yaml is unknown here"
print(text.replace("15s", "2s"))
CONFIGURE
start prometheus prometheus --config.file="$work/prometheus/prometheus.yaml" --storage.tsdb.path="$work/prometheus/data" \
  --web.listen-address="127.0.0.1:$port" --log.level=warn
of_prometheus() { python3 -c 'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())' "http://127.0.0.1:$port$1"; }
scraped() { [ "$(of_prometheus /api/v1/query?query=sum\(up\) | json - 'x["data"]["result"][0]["value"][1]')" = 5 ]; }
wait_for 60 "Prometheus to scrape the five services" scraped

# The names, units and help texts of our own metrics are as Prometheus wants them.
for door in inventory provisioner installer api dnsRegistry; do
  python3 -c 'import ssl, sys, urllib.request
print(urllib.request.urlopen(sys.argv[1].rstrip("/") + "/actuator/prometheus", context=ssl._create_unverified_context()).read().decode())' "$(of $door)" |
    grep -E '^(# (HELP|TYPE) )?skerry_' >"$work/$door.metrics"
  promtool check metrics <"$work/$door.metrics" || { echo "the metrics of $door are not named well"; exit 1; }
done

# What panels show: names asked for over both transports, a change of names, power tasks.
for _ in 1 2 3; do
  skerry resolve shop --from copenhagen >/dev/null
done
sed 's/name: shop/name: kiosk/' "$home/samples/apps.yaml" | sed '/^---/,$d' >"$work/kiosk.yaml"
skerry apply -f "$work/kiosk.yaml" >/dev/null
answered() { skerry resolve kiosk --from copenhagen | grep -q '[0-9]\.[0-9]'; }
wait_for 120 "a name to answer" answered

python3 "$home/testing/suites/lib/dashboards.py" "http://127.0.0.1:$port" "$home"/monitoring/dashboards/*.json
