#!/usr/bin/env bash
# default
# One machine whose BMC is OpenIPMI's ipmi_sim: power on, boot override once, restart, power off, driven by the provisioner's own code through ipmitool.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
command -v ipmitool >/dev/null || { echo "ipmitool is missing: apt-get install ipmitool"; exit 77; }
command -v ipmi_sim >/dev/null || { echo "ipmi_sim is missing: apt-get install openipmi"; exit 77; }
cd "$home"
mvn -B -q -pl services/provisioner failsafe:integration-test failsafe:verify -Dit.test=IpmiSimIT
echo "the provisioner drives ipmi_sim through ipmitool: power on, boot override once, restart, power off"
