#!/usr/bin/env bash
# default
# The Python client against a running fleet: publishes a deployment request, sees it in the status stream, DNS answers for it.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
python3 -c 'import ensurepip, venv' 2>/dev/null || { echo "python3 with venv is missing: apt-get install python3-venv"; exit 77; }

work=$(mktemp -d "${TMPDIR:-/tmp}/skerry-python.XXXXXX")
up='' sim=''
stop() {
  [ -z "$sim" ] || { kill "$sim" 2>/dev/null && wait "$sim" 2>/dev/null; } || true
  [ -z "$up" ] || { kill "$up" 2>/dev/null && wait "$up" 2>/dev/null; } || true
  rm -rf "$work"
}
trap stop EXIT

# Waits until a condition holds: at most $1 seconds for what is named in $2; the condition is the rest.
wait_for() {
  local limit=$1 what=$2
  shift 2
  SECONDS=0
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$limit" ] || { [ -n "$up" ] && ! kill -0 "$up" 2>/dev/null; }; then
      echo "waited for $what in vain"
      tail -n 20 "$work"/*.log
      exit 1
    fi
    sleep 0.5
  done
}

venv=$home/clients/python/.venv
stamp=$venv/requirements.txt
if ! cmp -s "$home/clients/python/requirements.txt" "$stamp"; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check -r "$home/clients/python/requirements.txt"
  cp "$home/clients/python/requirements.txt" "$stamp"
fi
(cd "$home/clients/python" && "$venv/bin/python" -m pytest -q -p no:cacheprovider tests)

state=$work/state
skerry() { "$home/skerry" "$@" --state "$state"; }
of() { "$venv/bin/python" -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$state/endpoints.json" "$1"; }
client() { (cd "$home/clients/python" && "$venv/bin/python" -m skerry_client --brokers "$(of broker)" --registry "$(of registry)" "$@"); }
ready() { [ "$(skerry get clusters -o json | "$venv/bin/python" -c 'import json, sys; print(sum(c["phase"] == "READY" for c in json.load(sys.stdin)["items"]))')" = 3 ]; }
answers() { skerry resolve from-python --from copenhagen | grep -Eq '[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+'; }

# exec: the process that is stopped is the one that runs.
(exec "$home/skerry" up --state "$state" >"$work/up.log" 2>&1) & up=$!
wait_for 180 "the fleet to start" test -f "$state/endpoints.json"
(exec "$home/skerry" sim --state "$state" --apply >"$work/sim.log" 2>&1) & sim=$!
wait_for 180 "three ready clusters" ready

cat >"$work/app.yaml" <<'APP'
kind: App
metadata: {tenant: acme, name: from-python}
spec:
  workload:
    container: {image: "registry.example/from-python:1.0", ports: [8080]}
    resources: {cpuMillis: 100, memoryMiB: 64}
  placement: {regions: [emea], clusters: 2, replicas: 2}
  dns: {name: from-python}
APP
client publish "$work/app.yaml"
# 13 pairs of app and cluster: 6 of platform tools, 2 of acme/shop, 3 of acme/telemetry, 2 of ours.
client follow --seconds 120 --until-apps-available 13 | tail -n 3
wait_for 60 "a DNS answer" answers
skerry resolve from-python --from copenhagen
echo "the Python client's app is placed, seen in the status stream, and answers in DNS"
