#!/usr/bin/env bash
# A real broker with Kafka's own authorizer and the ACLs of the KafkaUsers in k8s/: each topic allowed or refused to each service, then the registry
# as k8s/ has it, and the whole chain from a MAC to a DNS answer over mutual TLS under these ACLs, with nothing refused. The first is in the Java suite too.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$home"
"$home/skerry" version >/dev/null
mvn -B -q -pl testing test-compile failsafe:integration-test failsafe:verify -Dit.test='SecurityIT,Secured*IT' -Dfailsafe.excludes= \
  -Dspotless.check.skip=true -Dmdep.analyze.skip=true
echo "each service may what its KafkaUser says and nothing else, and the chain runs under it"
