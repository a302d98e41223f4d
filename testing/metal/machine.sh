# Machines for a suite to be sourced: each a QEMU, behind ipmi_sim or sushy-emulator, and a fleet at the site lab. Needs $home.
# METAL_KEEP=1 leaves the folder with consoles, journals and logs.
# shellcheck shell=bash
metal=$home/testing/metal
ramdisk=$home/edge/bootagent/target/linux-image-cloud-amd64
PATH=$PATH:/usr/sbin:/sbin

missing() {
  echo "$1 is missing: apt-get install qemu-system-x86 ipxe-qemu ovmf ipmitool openipmi cpio mtools dosfstools gdisk syslinux syslinux-common grub-common grub-efi-amd64-bin grub-pc-bin xorriso openssl curl make"
  exit 77
}
for peer in qemu-system-x86_64 pkill ipmitool ipmi_sim cpio mcopy mkfs.vfat sgdisk syslinux grub-mkimage grub-mkrescue xorriso openssl curl make; do
  command -v "$peer" >/dev/null || missing "$peer"
done
for peer in /usr/share/OVMF/OVMF_CODE_4M.fd /usr/lib/ipxe/qemu/efi-virtio.rom /usr/lib/syslinux/mbr/gptmbr.bin /usr/lib/grub/x86_64-efi/linux.mod /usr/lib/grub/i386-pc/linux.mod; do
  [ -e "$peer" ] || missing "$peer"
done
command -v go >/dev/null || { echo "go is missing: https://go.dev/dl/, the version in edge/bootagent/go.mod"; exit 77; }
command -v apt-get >/dev/null || { echo "apt-get is missing: the ramdisk is made of Debian's packages"; exit 77; }
mkdir -p "$home/target"
# shellcheck source=testing/suites/lib/sushy.sh
. "$home/testing/suites/lib/sushy.sh"
make -C "$metal" >"$home/target/metal-build.log" 2>&1 || {
  tail -n 5 "$home/target/metal-build.log"
  echo "the ramdisk and the image cannot be made; see target/metal-build.log"
  exit 1
}
"$home/skerry" version >/dev/null

# shellcheck source=testing/suites/lib/fleet.sh
. "$home/testing/suites/lib/fleet.sh"
finish() {
  local status=$?
  if [ "$status" != 0 ]; then tell_what_was; fi
  stop_machines
  if [ -n "${METAL_KEEP:-}" ]; then
    echo "kept: $work"
    work=$work/gone
  fi
  stop_fleet
}
trap finish EXIT

# A fleet that QEMU machines reach, with the boot files and the site lab.
start_lab() {
  mkdir -p "$work/files" "$state/secrets/bmc/lab"
  cp "$ramdisk/vmlinuz" "$ramdisk/initrd" "$ramdisk/boot.iso" "$metal/target/image" "$work/files/"
  printf operator >"$state/secrets/bmc/lab/username"
  printf a-secret >"$state/secrets/bmc/lab/password"
  start up "$home/skerry" up --state "$state" --public-host 10.0.2.2 --boot-files "$work/files"
  wait_for ${METAL_START:-300} "the fleet to start" test -f "$state/endpoints.json"
  apply Site lab <<'YAML'
latitude: 55.6761
longitude: 12.5683
region: emea/dk/lab
approval: automatic
YAML
}

# Applies a document whose specification is read: apply KIND NAME.
apply() {
  {
    printf 'apiVersion: skerry.dev/v1\nkind: %s\nmetadata: {name: %s}\nspec:\n' "$1" "$2"
    sed 's/^/  /'
  } >"$work/$1-$2.yaml"
  skerry apply -f "$work/$1-$2.yaml"
}

# Makes a machine and announces it: bring NAME bios|uefi MAC [redfish].
bring() {
  make_machine "$@"
  case ${4:-ipmi}-$2 in
    ipmi-*) bmc="protocol: ipmi, address: \"$bmc\", credentialsRef: lab" ;;
    redfish-bios) bmc="protocol: redfish, address: \"$bmc\", credentialsRef: redfish, boot: virtual-media, bootMode: legacy" ;;
    redfish-uefi) bmc="protocol: redfish, address: \"$bmc\", credentialsRef: redfish, boot: virtual-media, bootMode: uefi" ;;
  esac
  apply Machine "$1" <<YAML
site: lab
macs: ["$3"]
bmc: {$bmc}
YAML
}

# Starts sushy-emulator for all machines with Redfish, with TLS and a password. Its address is then $redfish.
start_redfish() {
  local port folder=$state/secrets/bmc/redfish
  mkdir -p "$folder" "$work/machines"
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bmc -keyout "$work/bmc.key" -out "$work/bmc.crt" 2>/dev/null
  openssl x509 -in "$work/bmc.crt" -outform DER | sha256sum | cut -d ' ' -f 1 >"$folder/cert.sha256"
  printf operator >"$folder/username"
  printf a-secret >"$folder/password"
  "$venv/bin/python" -c 'import bcrypt; print("operator:" + bcrypt.hashpw(b"a-secret", bcrypt.gensalt(4)).decode())' >"$work/bmc.users"
  printf 'SUSHY_EMULATOR_STATE_DIR = "%s"\nSUSHY_EMULATOR_AUTH_FILE = "%s"\n' "$work" "$work/bmc.users" >"$work/bmc.conf"
  port=$(free_tcp_port)
  redfish=https://127.0.0.1:$port/redfish/v1
  # It reaches 10.0.2.2 as its machines do, which is this machine.
  http_proxy=http://127.0.0.1:$(of provisioner | sed 's/.*://') no_proxy='' start redfish "$venv/bin/python" "$metal/redfish" "$work/machines" \
    --config "$work/bmc.conf" -i 127.0.0.1 -p "$port" --ssl-certificate "$work/bmc.crt" --ssl-key "$work/bmc.key"
  wait_for 60 "sushy-emulator to start" curl -fsk -o "$work/redfish.json" "$redfish/"
}

# Wants a cluster of the one machine that waits.
want_cluster() {
  apply Cluster "$1" <<'YAML'
sites: {names: [lab]}
controlPlane: 1
workers: {min: 0, max: 0}
requirements: {architecture: x86_64, cpuCores: 1, memoryMiB: 512}
kubernetesVersion: v1.36.3+k3s1
toolProfile: none
YAML
}

# What Python makes of an answer of the fleet API, as ./skerry get and trace read it: asked PATH EXPRESSION, the answer being x.
# Asked often, so without the command's JVM, which would take the machines' time.
asked() {
  python3 -c 'import json, sys, urllib.request; x = json.load(urllib.request.urlopen(sys.argv[1])); print(eval(sys.argv[2]))' "$(of api)/api/v1/$1" "$2"
}
field() { asked "machines/$1" "$2"; }
is() { [ "$(field "$1" 'x["lifecycle"]')" = "$2" ]; }
events() { asked "traces/$1" '"\n".join(i["type"].split(".")[-1] + " " + i["summary"] for i in x["items"])'; }
told() { events "$1" | grep "$2" >/dev/null; }
# Whether a machine wrote a line to its serial port.
said() { tr -d '\0' <"$work/machines/$1/console.log" | grep -a "$2" >/dev/null; }
# What the first and the last MiB of a machine's disk hold.
ends() {
  local disk=$work/machines/$1/disk
  if [ "$({ head -c 1048576 "$disk"; tail -c 1048576 "$disk"; } | tr -d '\0' | head -c 1 | wc -c)" = 0 ]; then echo zero; else echo data; fi
}
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

free_udp_port() {
  python3 -c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

free_tcp_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Makes a machine and starts its BMC: make_machine NAME bios|uefi MAC [ipmi|redfish|none]. Its folder is $work/machines/NAME, its BMC
# listens at $bmc. One with Redfish cannot boot from the network: nobody tells it what, and its interface has no boot program.
make_machine() {
  local name=$1 firmware=$2 mac=$3 kind=${4:-ipmi} folder=$work/machines/$1 port net order nic
  mkdir -p "$folder/bmc"
  truncate -s 1G "$folder/disk"
  echo "$firmware" >"$folder/firmware"
  echo "$mac" >"$folder/mac"
  net=user,id=net order=c nic=virtio-net-pci,netdev=net,mac=$mac,romfile=
  if [ "$kind" != redfish ]; then net=$net,bootfile=$(boot_url) order=nc nic=virtio-net-pci,netdev=net,mac=$mac; fi
  {
    printf '%s\n' -name "$name" -machine q35 -accel tcg -cpu qemu64 -smp 2,sockets=2,cores=1 -m 1024 -display none -vga none \
      -chardev "file,id=serial,path=$folder/console.log,append=on" -serial chardev:serial -monitor none \
      -uuid "$(uuid_of "$mac")" -smbios "type=1,manufacturer=Skerry,product=Testbench,serial=SN-$name" \
      -drive "file=$folder/disk,format=raw,if=none,id=disk,discard=unmap,cache=unsafe" \
      -netdev "$net"
    # BIOS asks the network first, as machines are often delivered; UEFI starts its disk first, so that only the BMC makes it ask. Of
    # the firmware's ways to boot from the network iPXE is left.
    if [ "$firmware" = bios ]; then
      printf '%s\n' -boot "order=$order" -device "virtio-blk-pci,drive=disk,serial=DISK-$name" -device "$nic"
    else
      cp /usr/share/OVMF/OVMF_VARS_4M.fd "$folder/vars"
      printf '%s\n' -drive "if=pflash,format=raw,unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd" \
        -drive "if=pflash,format=raw,unit=1,file=$folder/vars" \
        -fw_cfg name=opt/org.tianocore/IPv4PXESupport,string=n -fw_cfg name=opt/org.tianocore/IPv6PXESupport,string=n \
        -device "virtio-blk-pci,drive=disk,serial=DISK-$name,bootindex=1" -device "$nic,bootindex=@NET"
    fi
  } >"$folder/machine"
  if [ "$kind" = redfish ]; then
    uuid_of "$mac" >"$folder/uuid"
    bmc=$redfish/Systems/$(uuid_of "$mac")
    return
  fi
  [ "$kind" = ipmi ] || return 0

  port=$(free_udp_port)
  bmc=127.0.0.1:$port
  cat >"$folder/lan.conf" <<CONFIG
name "$name"
set_working_mc 0x20
  startlan 1
    addr 127.0.0.1 $port
    priv_limit admin
    allowed_auths_callback none md2 md5 straight
    allowed_auths_user none md2 md5 straight
    allowed_auths_operator none md2 md5 straight
    allowed_auths_admin none md2 md5 straight
    guid a123456789abcdefa123456789abcdef
  endlan
  chassis_control "$metal/chassis $folder"
  user 1 true "" "test" user 10 none md2 md5 straight
  user 2 true "operator" "a-secret" admin 10 none md2 md5 straight
CONFIG
  cat >"$folder/bmc.emu" <<'CONFIG'
mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02
sel_enable 0x20 1000 0x0a
mc_enable 0x20
CONFIG
  start "bmc-$name" ipmi_sim -n -c "$folder/lan.conf" -f "$folder/bmc.emu" -s "$folder/bmc"
}

uuid_of() { printf '5345e100-0000-4000-8000-%s\n' "${1//:/}"; }
boot_url() { printf 'http://10.0.2.2:%s/boot/lab/boot.ipxe\n' "$(of provisioner | sed 's/.*://')"; }

# A person at the machine's BMC: has it start from the network, or its CD, and resets it.
boot_anew() {
  local system
  if [ -e "$work/machines/$1/uuid" ]; then
    system=$redfish/Systems/$(cat "$work/machines/$1/uuid")
    curl -fsk -u operator:a-secret -H 'Content-Type: application/json' -X PATCH "$system" \
      -d '{"Boot": {"BootSourceOverrideEnabled": "Once", "BootSourceOverrideTarget": "Cd"}}'
    curl -fsk -u operator:a-secret -H 'Content-Type: application/json' "$system/Actions/ComputerSystem.Reset" -d '{"ResetType": "ForceRestart"}'
  else
    ipmi "$1" chassis bootdev pxe
    ipmi "$1" chassis power reset
  fi
}
# ipmi NAME COMMAND...
ipmi() {
  local port
  port=$(sed -n 's/^ *addr 127.0.0.1 //p' "$work/machines/$1/lan.conf")
  shift
  ipmitool -I lanplus -C 3 -H 127.0.0.1 -p "$port" -U operator -P a-secret "$@" >/dev/null
}

# The power goes, as when somebody pulls the plug.
pull_plug() { "$metal/chassis" "$work/machines/$1" unplug; }

# Everything that runs for machines, and was started by their BMCs.
stop_machines() {
  local folder
  for folder in "$work"/machines/*/; do
    if [ -d "$folder" ]; then "$metal/chassis" "${folder%/}" set power 0 || true; fi
  done
}
