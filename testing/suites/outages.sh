#!/usr/bin/env bash
# The broker stopped, killed, and on a disk that is full (which needs root on Linux): doors and health say so, and all goes on by itself.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$home"
mvn -B -q -pl testing failsafe:integration-test failsafe:verify -Dit.test=OutagesIT
echo "outages of the broker and its disk are told and survived"
