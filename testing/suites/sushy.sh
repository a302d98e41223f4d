#!/usr/bin/env bash
# default
# One machine whose BMC is sushy-emulator --fake: power on, boot override once, virtual media, power off, driven by the provisioner's own code.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
# shellcheck source=testing/suites/lib/sushy.sh
. "$home/testing/suites/lib/sushy.sh"
cd "$home"
SKERRY_SUSHY=$venv/bin/sushy-emulator mvn -B -q -pl services/provisioner failsafe:integration-test failsafe:verify -Dit.test=SushyEmulatorIT
echo "the provisioner drives sushy-emulator: power on, boot override once, virtual media, power off"
