#!/usr/bin/env bash
# A QEMU machine with an empty disk behind a real BMC protocol (ipmi_sim), from its power button to an installed disk and back: powered
# by the provisioner, booted by iPXE, inspected, installed, started from its disk, released and wiped. Once with BIOS, once with UEFI.
# SKERRY_METAL=bios or uefi runs one of the two; SKERRY_METAL_KEEP=1 leaves the folder with consoles and logs.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}

missing() { printf '%s is missing: apt-get install qemu-system-x86 ipxe-qemu ovmf ipmitool openipmi busybox-static cpio mtools dosfstools gdisk syslinux syslinux-common grub-common grub-efi-amd64-bin\n' "$1"; exit 77; }
PATH=$PATH:/usr/sbin:/sbin
for program in qemu-system-x86_64 ipmitool ipmi_sim cpio mcopy mkfs.vfat sgdisk syslinux grub-mkimage; do
  command -v "$program" >/dev/null || missing "$program"
done
for file in /usr/share/OVMF/OVMF_CODE_4M.fd /usr/lib/ipxe/qemu/efi-virtio.rom /usr/lib/syslinux/mbr/gptmbr.bin /usr/lib/grub/x86_64-efi/linux.mod; do
  [ -e "$file" ] || missing "$file"
done
command -v go >/dev/null || { echo "go is missing: https://go.dev/dl/, the version in edge/bootagent/go.mod"; exit 77; }
command -v apt-get >/dev/null || { echo "apt-get is missing: the ramdisk is made of Debian's packages"; exit 77; }
make -C "$home/testing/metal" >"$home/target/metal-build.log" 2>&1 || {
  tail -n 5 "$home/target/metal-build.log"
  echo "the ramdisk cannot be made; see target/metal-build.log"
  exit 1
}
"$home/skerry" version >/dev/null

# shellcheck source=testing/suites/lib/fleet.sh
. "$home/testing/suites/lib/fleet.sh"
# shellcheck source=testing/metal/machine.sh
. "$home/testing/metal/machine.sh"
finish() {
  local status=$?
  if [ "$status" != 0 ]; then tell_what_was; fi
  stop_machines
  if [ -n "${SKERRY_METAL_KEEP:-}" ]; then echo "kept: $work"; work=$work/gone; fi
  stop_fleet
}
trap finish EXIT

mkdir -p "$work/files" "$state/secrets/bmc/lab"
cp "$home/edge/bootagent/target/linux-image-cloud-amd64/vmlinuz" "$home/edge/bootagent/target/linux-image-cloud-amd64/initrd" \
  "$home/testing/metal/target/image" "$work/files/"
printf operator >"$state/secrets/bmc/lab/username"
printf a-secret >"$state/secrets/bmc/lab/password"
start up "$home/skerry" up --state "$state" --public-host 10.0.2.2 --boot-files "$work/files"
wait_for 300 "the fleet to start" test -f "$state/endpoints.json"

# From here on nobody touches the machines but the provisioner, and a person with documents and commands.
field() { skerry get machines "$1" -o json | json - "$2"; }
is() { [ "$(field "$1" 'x["lifecycle"]')" = "$2" ]; }
events() { skerry trace "$1" -o json | json - '"\n".join(i["type"].split(".")[-1] + " " + i["summary"] for i in x["items"])'; }
said() { grep -aq "$2" "$work/machines/$1/console.log"; }
tell_what_was() {
  local folder
  for folder in "$work"/machines/*/; do
    [ -d "$folder" ] || continue
    echo "--- $folder: journal, console, events"
    cat "$folder/journal" "$folder/qemu.log" 2>/dev/null || true
    tail -c 2000 "$folder/console.log" 2>/dev/null | tr -cd '\11\12\40-\176' | tail -n 15 || true
    events "$(basename "$folder")" 2>/dev/null | tail -n 25 || true
  done
}

document() {
  cat <<YAML
apiVersion: skerry.dev/v1
kind: $1
metadata: {name: $2}
spec:
$(sed 's/^/  /')
YAML
}

document Site lab >"$work/site.yaml" <<'YAML'
latitude: 55.6761
longitude: 12.5683
region: emea/dk/lab
approval: automatic
YAML
skerry apply -f "$work/site.yaml"

live() {
  local name=$1 firmware=$2 mac=$3 begun facts wanted
  make_machine "$name" "$firmware" "$mac"
  document Machine "$name" >"$work/$name.yaml" <<YAML
site: lab
macs: ["$mac"]
bmc: {protocol: ipmi, address: "$bmc", credentialsRef: lab}
labels: {bench: $name}
YAML
  begun=$(date +%s)
  step() { printf '%s: %-58s %4d s\n' "$name" "$1" "$(($(date +%s) - begun))"; }

  skerry apply -f "$work/$name.yaml"
  wait_for 300 "$name to be available" is "$name" AVAILABLE
  facts=$(field "$name" '[x["facts"][k] for k in ("architecture", "cpuCores", "memoryMiB", "smbiosUuid", "serial", "manufacturer", "model")], [(d["sizeBytes"], d["serial"]) for d in x["facts"]["disks"]], [n["mac"] for n in x["facts"]["nics"]]')
  wanted="(['x86_64', 2, 1024, '$(uuid_of "$mac")', 'SN-$name', 'Skerry', 'Testbench'], [(1073741824, 'DISK-$name')], ['$mac'])"
  [ "$facts" = "$wanted" ] || { printf '%s: the facts are %s, not %s\n' "$name" "$facts" "$wanted"; exit 1; }
  step "inspected: the facts are QEMU's arguments"

  document Cluster "of-$name" >"$work/cluster-$name.yaml" <<'YAML'
sites: {names: [lab]}
controlPlane: 1
workers: {min: 0, max: 0}
requirements: {architecture: x86_64, cpuCores: 1, memoryMiB: 512}
kubernetesVersion: v1.36.3+k3s1
toolProfile: none
YAML
  skerry apply -f "$work/cluster-$name.yaml"
  wait_for 300 "$name to be active" is "$name" ACTIVE
  said "$name" "write-seed\|writing" || { echo "$name: nothing was written"; exit 1; }
  said "$name" "osimage: the instance .* runs as" || { echo "$name: the installed system did not start"; exit 1; }
  step "installed, started from its disk, phoned home: Active"

  # Somebody presses the reset button, and the firmware asks the network.
  ipmitool -I lanplus -C 3 -H 127.0.0.1 -p "${bmc#*:}" -U operator -P a-secret chassis bootdev pxe >/dev/null
  ipmitool -I lanplus -C 3 -H 127.0.0.1 -p "${bmc#*:}" -U operator -P a-secret chassis power reset >/dev/null
  wait_for 300 "$name to start its disk again" said "$name" "osimage: the instance .* runs again"
  is "$name" ACTIVE || { echo "$name is not active any more"; exit 1; }
  events "$name" | grep -q "BootContactObserved.*LOCAL_DISK" || { echo "$name was not given its local disk"; exit 1; }
  step "asked the network again, was given its disk"

  skerry machine release "$name" --reason "the test is over"
  wait_for 300 "$name to be wiped" wiped "$name"
  step "released and wiped: first and last MiB are empty"
}

wiped() { events "$1" | grep -q "MachineWiped.*DISK-$1" && [ "$(ends "$1")" = zero ]; }
ends() { if { head -c 1048576 "$work/machines/$1/disk"; tail -c 1048576 "$work/machines/$1/disk"; } | tr -d '\0' | head -c 1 | grep -q .; then echo data; else echo zero; fi; }

case ${SKERRY_METAL:-both} in
  bios | both) live bios-1 bios 52:54:00:00:01:01 ;;&
  uefi | both) live uefi-1 uefi 52:54:00:00:02:01 ;;&
esac
echo "a machine with $(sed 's/both/BIOS and one with UEFI/' <<<"${SKERRY_METAL:-both}") went from its power button to an installed disk and back"
