#!/usr/bin/env bash
# Machines as in the suite metal lose their power at the worst moments, by nobody's order: while they are inspected, in the middle of an
# installation, at the first start from the disk. Each ends Active; one that never boots ends Failed, with the reason.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
# shellcheck source=testing/metal/machine.sh
. "$home/testing/metal/machine.sh"
# An attempt that nobody reports from is over soon. A machine that has much else to do needs METAL_PATIENCE=2 or more: all times as often.
patience=${METAL_PATIENCE:-1}
export SKERRY_PROVISIONER_INSPECTION=$((90 * patience))s SKERRY_PROVISIONER_INSTALLATION=$((150 * patience))s
export SKERRY_PROVISIONER_FIRST_RETRY=2s

failed_attempts() { events "$1" | grep -c "^AttemptFailed" || true; }

start_lab
bring plug-1 bios 52:54:00:00:03:01
wait_for $((300 * patience)) "plug-1 to boot for its inspection" told plug-1 "BootContactObserved.*INSPECT"
pull_plug plug-1
echo "plug-1: off while it was inspected"
wait_for $((600 * patience)) "plug-1 to be available" is plug-1 AVAILABLE
[ "$(failed_attempts plug-1)" = 1 ] || { echo "plug-1: $(failed_attempts plug-1) attempts failed, not 1"; exit 1; }

want_cluster of-plug-1
wait_for $((300 * patience)) "plug-1 to write its image" told plug-1 "InstallationProgressed.*write-image"
pull_plug plug-1
echo "plug-1: off while its image was written"
[ "$(head -c 1048576 "$work/machines/plug-1/disk" | tr -d '\0' | wc -c)" = 0 ] || { echo "plug-1 would start a half-written disk"; exit 1; }
wait_for $((600 * patience)) "plug-1 to have written its disk" told plug-1 "InstallationProgressed.*rebooting"
pull_plug plug-1
echo "plug-1: off at its first start"
wait_for $((600 * patience)) "plug-1 to be active" is plug-1 ACTIVE
echo "plug-1: active after $(failed_attempts plug-1) attempts that failed"

# A machine whose boot files are gone: each attempt ends at its deadline, and the last one says why.
mv "$work/files/vmlinuz" "$work/files/gone"
bring dark-1 bios 52:54:00:00:03:02
wait_for $((900 * patience)) "dark-1 to have failed" is dark-1 FAILED
told dark-1 "MachineFailed.*no inspection report before the deadline" || { echo "dark-1: failed for another reason"; exit 1; }
[ "$(ends dark-1)" = zero ] || { echo "dark-1 was installed without being asked to"; exit 1; }
echo "machines that lose their power end Active, one that never boots ends Failed with the reason"
