#!/usr/bin/env bash
# The Node client against a running fleet: publishes a deployment request, sees it in the status stream, reads every topic, DNS answers.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
command -v npm >/dev/null || { echo "npm is missing: install Node 20.19 or newer with npm"; exit 77; }
node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
  { echo "node is too old, $(node --version): install 20.19 or newer"; exit 77; }

client=$home/clients/node
stamp=$client/node_modules/.package-lock.stamp
if ! cmp -s "$client/package-lock.json" "$stamp"; then
  (cd "$client" && npm ci --loglevel=error)
  cp "$client/package-lock.json" "$stamp"
fi
(cd "$client" && npx tsc && node --test --test-reporter=dot test/*.test.js)

# shellcheck source=testing/suites/lib/fleet.sh
. "$home/testing/suites/lib/fleet.sh"
client() { node "$home/clients/node/src/main.js" --brokers "$(of broker)" --registry "$(of registry)" "$@"; }
start_fleet
# shellcheck source=testing/suites/lib/client.sh
. "$home/testing/suites/lib/client.sh"
use_client node
