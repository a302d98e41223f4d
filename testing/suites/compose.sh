#!/usr/bin/env bash
# The stack of docker-compose.yml in its containers: ten machines from a MAC to DNS answers, each container killed once while it has something
# to do, everything down and up again with nothing lost. Pulls the broker's and the registry's images, or builds them where none can be pulled.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$home"
docker version >/dev/null 2>&1 || { echo "no Docker engine answers: start one, or set DOCKER_HOST"; exit 77; }
[[ $(docker compose version --short 2>/dev/null) =~ ^v?2\. ]] || { echo "docker compose (version 2) is missing: docs/deploying.md says how to get or build it"; exit 77; }

machines=10 most_seconds=180 most_mebibytes=6144
# shellcheck disable=SC1091 # the file that docker compose reads too
. ./.env
if timeout 120 docker pull -q "$KAFKA_IMAGE" >/dev/null 2>&1 && timeout 120 docker pull -q "$REGISTRY_IMAGE" >/dev/null 2>&1; then
  arguments=()
else
  command -v debootstrap >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] ||
    { echo "no image can be pulled, and without debootstrap and root no base can be made: apt-get install debootstrap"; exit 77; }
  arguments=(--offline-base)
fi

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}
export COMPOSE_PROJECT_NAME=skerry-suite COMPOSE_PROFILES=sim SIM_SITES=3 SIM_MACHINES=$machines
for name in API_PORT DNS_PORT KAFKA_PORT REGISTRY_PORT SIM_PORT; do export "$name=$(free_port)"; done

work=$(mktemp -d "${TMPDIR:-/tmp}/skerry-compose.XXXXXX")
finish() {
  local status=$?
  if [ "$status" -ne 0 ]; then
    docker compose ps -a || true
    mkdir -p target/suites
    docker compose logs --no-color >target/suites/compose-containers.log 2>&1 || true
    echo "the containers' logs are in target/suites/compose-containers.log"
  fi
  docker compose down -v --timeout 20 >/dev/null 2>&1 || true
  rm -rf "$work"
}

# GET $2 of the server on port $1 of this machine.
get() {
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return
  printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3
  answer=$(timeout 20 cat <&3)
  exec 3<&-
  [[ $answer =~ ^HTTP/1\.[01]\ 200 ]] && printf '%s\n' "${answer#*$'\r\n\r\n'}"
}

# POST $3 to it.
post() {
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return
  printf 'POST %s HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "$2" "${#3}" "$3" >&3
  answer=$(timeout 60 cat <&3)
  exec 3<&-
  [[ $answer =~ ^HTTP/1\.[01]\ 200 ]] && printf '%s\n' "${answer#*$'\r\n\r\n'}"
}

number() { grep -o "\"$1\" *: *[0-9]*" | head -n 1 | grep -o '[0-9]*$'; }

# Waits until a condition holds: at most $1 seconds for what is named in $2; the condition is the rest.
wait_for() {
  local limit=$1 what=$2 begun=$SECONDS
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $((SECONDS - begun)) -lt "$limit" ] || { echo "waited $limit s for $what in vain"; return 1; }
    sleep 0.5
  done
}

skerry() { docker compose run --rm -T cli "$@" 2>"$work/cli.err" || { cat "$work/cli.err" >&2; return 1; }; }

# Whether DNS gives every site the answer that the simulator works out by itself, for the names given (as JSON strings), or for all.
right() {
  local answer
  answer=$(post "$SIM_PORT" /ask-dns "{\"names\":[$1]}") || return
  [ "$(number asked <<<"$answer")" -gt 0 ] && [ "$(number asked <<<"$answer")" = "$(number correct <<<"$answer")" ] &&
    ! grep -q '"cluster" *: *""' <<<"$answer"
}
answered() { post "$SIM_PORT" /ask-dns '{}' | grep '"cluster" *: *"[^"]'; }
joined() { [ "$(get "$SIM_PORT" /status | number joined)" = "$machines" ]; }
active() { [ "$(skerry get machines | grep -c ' active ' -i)" = "$machines" ]; }
healthy() { [ "$(docker inspect -f '{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}' "$1" | sed s/running/healthy/)" = healthy ]; }
id_of() { docker compose ps -aq "$1"; }

# Writes a request for the app $1 at two clusters, under its own name in DNS.
request() {
  cat >"$work/app.yaml" <<APP
apiVersion: skerry.dev/v1
kind: App
metadata: {tenant: acme, name: $1}
spec:
  workload:
    container: {image: "registry.example/$1:1.0", ports: [8080]}
    resources: {cpuMillis: 50, memoryMiB: 32}
  placement: {clusters: 2, replicas: 2}
  dns: {name: $1}
APP
}

memory() {
  docker compose ps -q | xargs docker stats --no-stream --format '{{.MemUsage}}' |
    awk '{ unit = $1; sub(/[0-9.]+/, "", unit); value = $1 + 0
           sum += unit == "GiB" ? value * 1024 : unit == "KiB" ? value / 1024 : unit == "B" ? 0 : value } END { printf "%d", sum }'
}

# What the fleet consists of, and the ids of the schemas that its records name, into a file: state FILE. Fails when one of them is not told.
state() {
  local collection subject id
  for collection in sites machines clusters apps placements records; do
    echo "== $collection"
    skerry get "$collection" || return 1
  done >"$1"
  echo "== schemas" >>"$1"
  get "$REGISTRY_PORT" /apis/ccompat/v7/subjects | grep -o '"[^"]*"' | tr -d '"' | sort >"$work/subjects" || return 1
  while read -r subject; do
    id=$(get "$REGISTRY_PORT" "/apis/ccompat/v7/subjects/$subject/versions/latest" | number id) && [ -n "$id" ] || return 1
    echo "$subject $id" >>"$1"
  done <"$work/subjects"
}

"$home/skerry" images "${arguments[@]}"
docker compose --profile obs --profile console --profile ha config -q
trap finish EXIT
docker compose down -v --timeout 20 >/dev/null 2>&1 || true

for name in inventory provisioner platform-installer app-manager dns-registry registrar cli sim; do
  image=skerry/$name:$SKERRY_VERSION
  [ "$(docker image inspect -f '{{.Config.User}}' "$image")" = 10001:10001 ] || { echo "$image runs as root"; exit 1; }
  docker run --rm --network none --entrypoint cat "$image" /opt/skerry/sbom.cdx.json | grep '"bomFormat" : "CycloneDX"' >/dev/null ||
    { echo "$image has no bill of materials"; exit 1; }
done

SECONDS=0
docker compose up -d --quiet-pull 2>"$work/up.log" || { cat "$work/up.log"; exit 1; }
echo "all containers started after $SECONDS s"
wait_for 300 "the first DNS answer" answered
first=$SECONDS
echo "from docker compose up to the first DNS answer: $first s"
wait_for 300 "$machines machines to join their clusters" joined
wait_for 120 "right DNS answers for every app at every site" right ''
wait_for 60 "$machines machines to be told as active" active
echo "the chain of $machines machines was complete after $SECONDS s"
used=$(memory)
echo "memory of all containers: $used MiB"
docker compose ps -q | xargs docker stats --no-stream --format '  {{.Name}} {{.MemUsage}}'
[ "$first" -lt "$most_seconds" ] || { echo "the first DNS answer took $first s, more than $most_seconds"; exit 1; }
[ "$used" -le "$most_mebibytes" ] || { echo "the containers take $used MiB, more than $most_mebibytes"; exit 1; }

# A client of each language that is here, against the broker and the registry as they are reached from outside the containers.
for language in python node; do
  (
    # shellcheck source=testing/suites/lib/python.sh
    . "$home/testing/suites/lib/$language.sh"
    installed_client || { echo "the $language client is left out"; exit; }
    # shellcheck disable=SC2034 # the clients' libraries take them
    brokers=127.0.0.1:$KAFKA_PORT registry=http://127.0.0.1:$REGISTRY_PORT/apis/ccompat/v7
    request "from-$language"
    pairs=$(skerry get placements | grep -ci ' available ')
    client publish "$work/app.yaml"
    client follow --position "$work/$language.json" --seconds 120 --until-apps-available $((pairs + 2)) >"$work/followed.jsonl"
    tail -n 1 "$work/followed.jsonl"
    wait_for 120 "right DNS answers for what the $language client requested" right "\"from-$language\""
    echo "the $language client published a request, saw it in the status stream, and DNS answers"
  )
done

for service in kafka registry transactions inventory provisioner platform-installer app-manager dns-registry sim; do
  request "killed-$service"
  docker compose run --rm -T cli apply -f - <"$work/app.yaml" >/dev/null 2>"$work/cli.err" || { cat "$work/cli.err"; exit 1; }
  container=$(id_of "$service")
  begun=$SECONDS
  docker kill -s KILL "$container" >/dev/null
  docker start "$container" >/dev/null
  wait_for 120 "$service to be healthy after kill -9" healthy "$container"
  wait_for 180 "right DNS answers for an app that was requested before $service was killed" right "\"killed-$service\""
  echo "$service was killed with -9 and was back, its work done, after $((SECONDS - begun)) s"
done
wait_for 120 "right DNS answers for every app at every site" right ''
wait_for 60 "$machines machines to be joined" joined
wait_for 60 "$machines machines to be told as active" active
echo "after $SECONDS s each container was killed once, and the chain is complete"

wait_for 60 "the fleet to be told" state "$work/before"
docker compose down --timeout 60 >/dev/null 2>&1
begun=$SECONDS
docker compose up -d >/dev/null 2>"$work/up.log" || { cat "$work/up.log"; exit 1; }
wait_for 300 "$machines machines to be joined again" joined
wait_for 180 "right DNS answers for every app at every site" right ''
same() { state "$work/after" && cmp -s "$work/before" "$work/after"; }
wait_for 180 "the same fleet as before" same || { diff "$work/before" "$work/after"; exit 1; }
echo "down and up: after $((SECONDS - begun)) s the same sites, machines, clusters, apps, placements, records and schema ids"
echo "the stack in containers: first DNS answer after $first s, $used MiB, nothing lost by kill -9 of each container or by down and up"
