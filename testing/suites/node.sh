#!/usr/bin/env bash
# The Node client against a running fleet: publishes a deployment request, sees it in the status stream, reads every topic, DNS answers.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
# shellcheck source=testing/suites/lib/node.sh
. "$home/testing/suites/lib/node.sh"
installed_client || exit 77
(cd "$node_client" && npx tsc && node --test --test-reporter=dot test/*.test.js)

# shellcheck source=testing/suites/lib/fleet.sh
. "$home/testing/suites/lib/fleet.sh"
start_fleet
# shellcheck source=testing/suites/lib/client.sh
. "$home/testing/suites/lib/client.sh"
use_client node
