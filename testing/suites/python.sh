#!/usr/bin/env bash
# default
# The Python client against a running fleet: publishes a deployment request, sees it in the status stream, reads every topic, DNS answers.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
# shellcheck source=testing/suites/lib/python.sh
. "$home/testing/suites/lib/python.sh"
installed_client || exit 77
(cd "$home/clients/python" && "$venv/bin/python" -m pytest -q -p no:cacheprovider tests)

# shellcheck source=testing/suites/lib/fleet.sh
. "$home/testing/suites/lib/fleet.sh"
start_fleet
# shellcheck source=testing/suites/lib/client.sh
. "$home/testing/suites/lib/client.sh"
use_client python
