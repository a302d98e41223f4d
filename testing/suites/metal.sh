#!/usr/bin/env bash
# A QEMU machine with an empty disk behind a real BMC protocol (ipmi_sim), from its power button to an installed disk and back: powered
# by the provisioner, booted by iPXE, inspected, installed, started from its disk, released and wiped. Once with BIOS, once with UEFI.
# The installed system stands in for a real one: see testing/metal/osimage/main.go. METAL_FIRMWARE=bios or uefi runs one of the two.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
# shellcheck source=testing/metal/machine.sh
. "$home/testing/metal/machine.sh"

# From here on nobody touches the machines but the provisioner; a person has documents, commands and a reset button.
live() {
  local name=$1 mac=$3 begun facts wanted
  begun=$(date +%s)
  step() { printf '%s: %-60s %4d s\n' "$name" "$1" "$(($(date +%s) - begun))"; }

  bring "$@"
  wait_for 300 "$name to be available" is "$name" AVAILABLE
  facts=$(field "$name" '[x["facts"][k] for k in ("architecture", "cpuCores", "cpuSockets", "memoryMiB", "smbiosUuid", "serial", "manufacturer", "model", "firmware", "tpmVersion")], x["facts"]["cpuModel"][:16], [(d["sizeBytes"], d["serial"]) for d in x["facts"]["disks"]], [(n["mac"], n["driver"]) for n in x["facts"]["nics"]]')
  wanted="(['x86_64', 2, 2, 1024, '$(uuid_of "$mac")', 'SN-$name', 'Skerry', 'Testbench', '$2', None], 'QEMU Virtual CPU', [(1073741824, 'DISK-$name')], [('$mac', 'virtio_net')])"
  [ "$facts" = "$wanted" ] || { printf '%s: the facts are %s, not %s\n' "$name" "$facts" "$wanted"; exit 1; }
  step "inspected: the facts are QEMU's arguments"

  want_cluster "of-$name"
  wait_for 300 "$name to be active" is "$name" ACTIVE
  said "$name" "osimage: the instance .* runs as" || { echo "$name: the installed system did not start"; exit 1; }
  step "installed, started from its disk, phoned home: Active"

  ipmi "$name" chassis bootdev pxe
  ipmi "$name" chassis power reset
  wait_for 300 "$name to start its disk again" said "$name" "osimage: the instance .* runs again"
  is "$name" ACTIVE || { echo "$name is not active any more"; exit 1; }
  events "$name" | grep "BootContactObserved.*LOCAL_DISK" >/dev/null || { echo "$name was not given its local disk"; exit 1; }
  step "asked the network again, was given its disk"

  skerry machine release "$name" --reason "the test is over"
  wait_for 300 "$name to be wiped" wiped "$name"
  step "released and wiped: the first and the last MiB are zero"
  # Its cluster wants it again; it makes room for the next one.
  "$metal/chassis" "$work/machines/$name" unplug
}
wiped() { events "$1" | grep "MachineWiped" >/dev/null && [ "$(ends "$1")" = zero ]; }

start_lab
case ${METAL_FIRMWARE:-both} in bios | both) live bios-1 bios 52:54:00:00:01:01 ;; esac
case ${METAL_FIRMWARE:-both} in uefi | both) live uefi-1 uefi 52:54:00:00:02:01 ;; esac
echo "machines with the firmware ${METAL_FIRMWARE:-bios and uefi} went from their power button to an installed disk and back"
