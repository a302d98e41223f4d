#!/usr/bin/env bash
# default
# The Python client against a running fleet: publishes a deployment request, sees it in the status stream, reads every topic, DNS answers.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
python3 -c 'import ensurepip, venv' 2>/dev/null || { echo "python3 with venv is missing: apt-get install python3-venv"; exit 77; }

venv=$home/clients/python/.venv
stamp=$venv/requirements.txt
if ! cmp -s "$home/clients/python/requirements.txt" "$stamp"; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check -r "$home/clients/python/requirements.txt"
  cp "$home/clients/python/requirements.txt" "$stamp"
fi
(cd "$home/clients/python" && "$venv/bin/python" -m pytest -q -p no:cacheprovider tests)

# shellcheck source=testing/suites/lib/fleet.sh
. "$home/testing/suites/lib/fleet.sh"
client() { (cd "$home/clients/python" && "$venv/bin/python" -m skerry_client --brokers "$(of broker)" --registry "$(of registry)" "$@"); }
start_fleet
# shellcheck source=testing/suites/lib/client.sh
. "$home/testing/suites/lib/client.sh"
use_client python
