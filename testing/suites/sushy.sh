#!/usr/bin/env bash
# default
# One machine whose BMC is sushy-emulator --fake: power on, boot override once, power off, driven by the provisioner's own code.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
python3 -c 'import ensurepip, venv' 2>/dev/null || { echo "python3 with venv is missing: apt-get install python3-venv"; exit 77; }
venv=$home/target/sushy-venv
if ! [ -x "$venv/bin/sushy-emulator" ]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check sushy-tools==2.2.0 || { echo "sushy-tools cannot be installed from PyPI"; exit 77; }
fi
cd "$home"
SKERRY_SUSHY=$venv/bin/sushy-emulator mvn -B -q -pl services/provisioner failsafe:integration-test failsafe:verify -Dit.test=SushyEmulatorIT
echo "the provisioner drives sushy-emulator: power on, boot override once, power off"
