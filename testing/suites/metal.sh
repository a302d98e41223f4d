#!/usr/bin/env bash
# QEMU machines with empty disks behind real BMC protocols, from their power button to an installed disk and back: powered by the
# provisioner, booted, inspected, installed, started from their disk, released and wiped. Two are behind ipmi_sim and boot iPXE, two are behind
# sushy-emulator and boot from virtual media; of each two one has BIOS, one UEFI. METAL_KINDS names some of them.
# The installed system stands in for a real one: see testing/metal/osimage/main.go.
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
  facts=$(field "$name" '[x["facts"][k] for k in ("architecture", "cpuCores", "cpuSockets", "memoryMiB", "smbiosUuid", "serial", "manufacturer", "model", "firmware")], x["facts"].get("tpmVersion"), x["facts"]["cpuModel"][:16], [(d["sizeBytes"], d["serial"]) for d in x["facts"]["disks"]], [(n["mac"], n["driver"]) for n in x["facts"]["nics"]]')
  wanted="(['x86_64', 2, 2, 1024, '$(uuid_of "$mac")', 'SN-$name', 'Skerry', 'Testbench', '$2'], None, 'QEMU Virtual CPU', [(1073741824, 'DISK-$name')], [('$mac', 'virtio_net')])"
  [ "$facts" = "$wanted" ] || { printf '%s: the facts are %s, not %s\n' "$name" "$facts" "$wanted"; exit 1; }
  step "inspected: the facts are QEMU's arguments"

  want_cluster "of-$name"
  wait_for 300 "$name to be active" is "$name" ACTIVE
  said "$name" "osimage: the instance .* runs as" || { echo "$name: the installed system did not start"; exit 1; }
  step "installed, started from its disk, phoned home: Active"

  boot_anew "$name"
  wait_for 300 "$name to start its disk again" said "$name" "osimage: the instance .* runs again"
  is "$name" ACTIVE || { echo "$name is not active any more"; exit 1; }
  if [ "${4:-}" = redfish ]; then
    [ ! -e "$work/machines/$name/medium" ] || { echo "$name is active and has its medium"; exit 1; }
    step "was to start from its CD again, which is not there"
  else
    events "$name" | grep "BootContactObserved.*LOCAL_DISK" >/dev/null || { echo "$name was not given its local disk"; exit 1; }
    step "asked the network again, was given its disk"
  fi

  skerry machine release "$name" --reason "the test is over"
  wait_for 300 "$name to be wiped" wiped "$name"
  step "released and wiped: the first and the last MiB are zero"
  # Its cluster wants it again; it makes room for the next one.
  "$metal/chassis" "$work/machines/$name" unplug
}
wiped() { events "$1" | grep "MachineWiped" >/dev/null && [ "$(ends "$1")" = zero ]; }

start_lab
kinds=${METAL_KINDS:-bios uefi media-bios media-uefi}
case $kinds in *media*) start_redfish ;; esac
for kind in $kinds; do
  case $kind in
    bios) live bios-1 bios 52:54:00:00:01:01 ;;
    uefi) live uefi-1 uefi 52:54:00:00:02:01 ;;
    media-bios) live media-1 bios 52:54:00:00:04:01 redfish ;;
    media-uefi) live media-2 uefi 52:54:00:00:04:02 redfish ;;
    *) echo "no such kind: $kind"; exit 1 ;;
  esac
done
case $kinds in
  *media*)
    # Known machines stay as they are; what their controller tells of them is told.
    skerry discover bmc "${redfish%/redfish/v1}" --site lab --credentials redfish >"$work/discovered" 2>&1 || { cat "$work/discovered"; exit 1; }
    grep "MACs 52:54:00:00:04:0" "$work/discovered" || { cat "$work/discovered"; exit 1; }
    ;;
esac
echo "machines went from their power button to an installed disk and back: $kinds"
