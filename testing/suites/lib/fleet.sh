# A fleet for a suite to be sourced: `./skerry up` and the simulator in a folder of their own, stopped when the suite ends.
# Needs $home. Gives $work, $state, $json (a python3 that prints a JSON expression), skerry, of, wait_for, start_fleet.
# shellcheck shell=bash
work=$(mktemp -d "${TMPDIR:-/tmp}/skerry-suite.XXXXXX")
state=$work/state
started=()

stop_fleet() {
  local index
  for ((index = ${#started[@]} - 1; index >= 0; index--)); do
    kill "${started[index]}" 2>/dev/null && wait "${started[index]}" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap stop_fleet EXIT

# Runs a command beside the suite, its output in $work/NAME.log: start NAME COMMAND...
# exec: the process that is stopped is the one that runs.
start() {
  local name=$1
  shift
  (exec "$@" >"$work/$name.log" 2>&1) &
  started+=($!)
}

# Waits until a condition holds: at most $1 seconds for what is named in $2; the condition is the rest.
wait_for() {
  local limit=$1 what=$2 pid
  shift 2
  SECONDS=0
  until "$@" >/dev/null 2>&1; do
    for pid in "${started[@]}"; do kill -0 "$pid" 2>/dev/null || SECONDS=$limit; done
    if [ "$SECONDS" -ge "$limit" ]; then
      echo "waited for $what in vain"
      tail -n 20 "$work"/*.log
      exit 1
    fi
    sleep 0.5
  done
}

skerry() { "$home/skerry" "$@" --state "$state"; }

# What Python makes of the JSON of a file or of stdin (-): json FILE EXPRESSION, the document being x.
json() { python3 -c 'import json, sys; x = json.load(sys.stdin if sys.argv[1] == "-" else open(sys.argv[1])); print(eval(sys.argv[2]))' "$1" "$2"; }
of() { json "$state/endpoints.json" "x['$1']"; }
clusters_ready() { [ "$(skerry get clusters -o json | json - 'sum(c["phase"] == "READY" for c in x["items"])')" = 3 ]; }

# Three sites with their clusters, and the apps of samples/.
start_fleet() {
  start up "$home/skerry" up --state "$state"
  wait_for 300 "the fleet to start" test -f "$state/endpoints.json"
  start sim "$home/skerry" sim --state "$state" --apply
  wait_for 300 "three ready clusters" clusters_ready
}
