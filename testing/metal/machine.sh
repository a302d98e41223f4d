# A machine for a suite to be sourced: a QEMU behind ipmi_sim. Needs lib/fleet.sh.
# shellcheck shell=bash
metal=$home/testing/metal

free_udp_port() {
  python3 -c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Makes a machine and starts its BMC: make_machine NAME bios|uefi MAC. Its folder is $work/machines/NAME, its BMC listens at $bmc.
make_machine() {
  local name=$1 firmware=$2 mac=$3 folder=$work/machines/$1 port
  mkdir -p "$folder/bmc"
  truncate -s 1G "$folder/disk"
  echo "$firmware" >"$folder/firmware"
  {
    printf '%s\n' -name "$name" -machine q35 -accel tcg -cpu qemu64 -smp 2 -m 1024 -display none -vga none \
      -serial "file:$folder/console.log" -monitor none \
      -uuid "$(uuid_of "$mac")" -smbios "type=1,manufacturer=Skerry,product=Testbench,serial=SN-$name" \
      -drive "file=$folder/disk,format=raw,if=none,id=disk,discard=unmap,cache=unsafe" \
      -netdev "user,id=net,bootfile=$(boot_url)"
    # BIOS asks the network first, as machines are often delivered; UEFI starts its disk first, so that only the BMC makes it ask.
    if [ "$firmware" = bios ]; then
      printf '%s\n' -boot order=nc -device "virtio-blk-pci,drive=disk,serial=DISK-$name" -device "virtio-net-pci,netdev=net,mac=$mac"
    else
      cp /usr/share/OVMF/OVMF_VARS_4M.fd "$folder/vars"
      printf '%s\n' -drive "if=pflash,format=raw,unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd" \
        -drive "if=pflash,format=raw,unit=1,file=$folder/vars" \
        -device "virtio-blk-pci,drive=disk,serial=DISK-$name,bootindex=1" -device "virtio-net-pci,netdev=net,mac=$mac,bootindex=@NET"
    fi
  } >"$folder/machine"

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

# Everything that runs for machines, and was started by their BMCs.
stop_machines() {
  local folder
  for folder in "$work"/machines/*/; do
    if [ -d "$folder" ]; then "$metal/chassis" "${folder%/}" set power 0 || true; fi
  done
}
