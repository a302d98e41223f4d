#!/usr/bin/env bash
# The overlays of k8s/ in a server-side dry run of a real API server, with the resource definitions of Strimzi and of the Prometheus operator.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
prometheus_operator=v0.94.0
built=$home/target/kubernetes
mkdir -p "$built"

missing() { printf '%s is missing: %s\n' "$1" "$2"; exit 77; }
apiserver=$(command -v kube-apiserver || echo "$built/kube-apiserver")
command -v kubectl >/dev/null || missing kubectl "https://kubernetes.io/docs/tasks/tools/, 1.27 or newer"
command -v etcd >/dev/null || missing etcd "apt-get install etcd-server"
command -v openssl >/dev/null || missing openssl "apt-get install openssl"
command -v mvn >/dev/null || missing mvn "apt-get install maven"
command -v go >/dev/null || missing go "https://go.dev/dl/, the version in testing/kubernetes/go.mod"
[ -x "$apiserver" ] || missing kube-apiserver "build it, once, in 10 minutes: (cd testing/kubernetes && go build -trimpath -o ../../target/kubernetes/kube-apiserver ./apiserver)"

work=$(mktemp -d "${TMPDIR:-/tmp}/skerry-k8s.XXXXXX")
etcd='' api=''
stop() {
  [ -z "$api" ] || { kill "$api" 2>/dev/null && wait "$api" 2>/dev/null; } || true
  [ -z "$etcd" ] || { kill "$etcd" 2>/dev/null && wait "$etcd" 2>/dev/null; } || true
  rm -rf "$work"
}
trap stop EXIT

# Definitions, made of what their makers publish.
definitions=$built/definitions
mkdir -p "$definitions"
mvn -B -q -Dstyle.color=never -f "$home/testing/kubernetes/pom.xml" dependency:copy-dependencies
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
for kind in kafka.Kafka nodepool.KafkaNodePool topic.KafkaTopic user.KafkaUser; do
  "$java" -cp "$built/strimzi/lib/*" io.strimzi.crdgenerator.CrdGenerator --yaml --crd-api-version v1 \
    "io.strimzi.api.kafka.model.$kind=$definitions/${kind#*.}.yaml" 2>/dev/null
done
module=$(cd "$home/testing/kubernetes" && go mod download -json "github.com/prometheus-operator/prometheus-operator@$prometheus_operator" |
  sed -n 's/^[[:space:]]*"Dir": "\(.*\)",$/\1/p')
cp "$module"/example/prometheus-operator-crd/monitoring.coreos.com_{servicemonitors,prometheusrules}.yaml "$definitions/"

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}
peer=$(free_port) store=$(free_port) port=$(free_port)

etcd --data-dir "$work/etcd" --name one --unsafe-no-fsync --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
  --initial-cluster "one=http://127.0.0.1:$peer" --listen-client-urls "http://127.0.0.1:$store" --advertise-client-urls "http://127.0.0.1:$store" \
  >"$work/etcd.log" 2>&1 & etcd=$!
openssl genrsa -out "$work/accounts.key" 2048 2>/dev/null
token=$(openssl rand -hex 16)
echo "$token,admin,admin,system:masters" >"$work/tokens.csv"
"$apiserver" --etcd-servers "http://127.0.0.1:$store" --bind-address 127.0.0.1 --secure-port "$port" --cert-dir "$work/certs" \
  --service-cluster-ip-range 10.96.0.0/16 --authorization-mode RBAC --token-auth-file "$work/tokens.csv" \
  --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$work/accounts.key" \
  --service-account-signing-key-file "$work/accounts.key" --endpoint-reconciler-type none >"$work/api.log" 2>&1 & api=$!

kubectl() { command kubectl --kubeconfig /dev/null --server "https://127.0.0.1:$port" --insecure-skip-tls-verify --token "$token" "$@"; }
SECONDS=0
until kubectl get --raw /readyz >/dev/null 2>&1; do
  if [ "$SECONDS" -ge 120 ] || ! kill -0 "$api" 2>/dev/null; then
    echo "the API server did not start"; tail -n 20 "$work"/*.log; exit 1
  fi
  sleep 0.5
done
# Not kubectl version: it fails for a server that was built from the module and so has no number.
kubectl get --raw /version | sed -n 's/.*"gitVersion": "\(.*\)".*/API server \1/p'
kubectl apply --server-side -f "$definitions" >/dev/null
kubectl wait --for condition=established --timeout 60s crd --all >/dev/null

# What the server is not to take, so that what it takes means something.
refused() {
  if sed "$1" "$work/overlay.yaml" | kubectl apply --dry-run=server --validate=strict -f - >"$work/refused.log" 2>&1; then
    echo "the API server took a manifest that is wrong: $1"; exit 1
  fi
}

for overlay in dev production; do
  command kubectl kustomize "$home/k8s/overlays/$overlay" >"$work/overlay.yaml"
  kubectl apply -f "$home/k8s/overlays/$overlay/namespace.yaml" >/dev/null
  kubectl apply --dry-run=server --validate=strict -f "$work/overlay.yaml" >"$work/accepted.log" 2>"$work/warnings.log" || {
    echo "$overlay is not accepted:"; cat "$work/warnings.log"; exit 1
  }
  # Our pods are to keep to the restricted pod security standard: the server warns of those that do not.
  if [ -s "$work/warnings.log" ]; then
    echo "$overlay is accepted with warnings:"; cat "$work/warnings.log"; exit 1
  fi
  accepted=$(grep -c 'server dry run' "$work/accepted.log") wanted=$(grep -c '^kind: ' "$work/overlay.yaml")
  [ "$accepted" = "$wanted" ] || { echo "$overlay: $accepted of $wanted resources were accepted"; cat "$work/accepted.log"; exit 1; }
  echo "$overlay: all $accepted resources accepted"
  refused 's/partitions: 4/partitions: four/'
  refused 's/automountServiceAccountToken/automountServiceToken/'
  refused 's/targetPort: agents/targetPort: no_port/'
  refused 's/maxUnavailable: 1/maxUnavailable: few/'
  refused 's/port: http$/port: {}/'
done
echo "both overlays are accepted, wrong ones are not"
