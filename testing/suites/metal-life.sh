#!/usr/bin/env bash
# A machine as in the suite metal among strangers, and after its installation. Its nonce is stolen and used before the machine does; a
# second machine has its MAC all the while; a person logs in to it with OpenSSH and sends it back to its disk.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
for peer in ssh ssh-keygen ssh-keyscan; do
  command -v "$peer" >/dev/null || { echo "$peer is missing: apt-get install openssh-client"; exit 77; }
done
# shellcheck source=testing/metal/machine.sh
. "$home/testing/metal/machine.sh"
# Time to look at an attempt that is over before the next one begins.
export SKERRY_PROVISIONER_FIRST_RETRY=40s
begun=$(date +%s)
step() { printf '%-80s %4d s\n' "$1" "$(($(date +%s) - begun))"; }
fail() {
  echo "$1"
  exit 1
}

# The status of a door's answer, which is then in $work/answer. A door's address is the one that machines know, as its certificate has it.
call() {
  curl -sS -o "$work/answer" -w '%{http_code}' --max-time 60 --noproxy '*' --cacert "$state/secrets/ca.crt" --connect-to 10.0.2.2::127.0.0.1: "$@"
}
# Makes a call whose answer has to have a status: answers STATUS WHAT CURL'S ARGUMENTS...
answers() {
  local wanted=$1 what=$2 got
  shift 2
  got=$(call "$@")
  [ "$got" = "$wanted" ] || fail "$what was answered $got, not $wanted: $(cat "$work/answer")"
}
# The same with a JSON document: says STATUS WHAT URL JSON CURL'S ARGUMENTS...
says() { answers "$1" "$2" -H 'Content-Type: application/json' -d "$4" "$3" "${@:5}"; }
is_answered() { [ "$(call "${@:2}")" = "$1" ]; }
nodes() { printf 'https://10.0.2.2:%s/nodes/%s\n' "$(of installer | sed 's/.*://')" "$1"; }
attempts() { printf 'http://10.0.2.2:%s/boot/attempts/%s\n' "$(of provisioner | sed 's/.*://')" "$1"; }
# Nothing can be reported with a nonce any more.
reports_nothing() {
  says 404 "$1: a report of progress" "$(attempts "$2")/progress" '{"step": "write-image", "percent": 50}'
  says 404 "$1: a report of failure" "$(attempts "$2")/failure" '{"reason": "I say so"}'
  answers 404 "$1: a phone-home" -d hostname=life-1 "$(attempts "$2")/phone-home"
  says 404 "$1: a report of a rescue" "$(attempts "$2")/rescue" '{"address": "10.0.2.15", "hostKey": "SHA256:0000000000000000000000000000000000000000000"}'
}
# The newest attempt at what the ramdisk told its serial port.
nonce_of() { tr -cd '\12\40-\176' <"$work/machines/life-1/console.log" | sed -n "s/^skerry: $1 for the attempt //p" | tail -n 1; }
count() { events life-1 | grep -c "$1" || true; }
told_at_machine() { field life-1 'x["reason"]' | grep "$twin"; }
more_than() { [ "$(count "$1")" -gt "$2" ]; }

# Makes the thief's agent the cluster's, with the claim's answer.
enrol_thief() {
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=thief -keyout "$work/thief.key" -out "$work/thief.csr" 2>/dev/null
  cluster=$(json "$work/answer" 'x["agent"]["enrolmentUrl"].removesuffix("/enrolment")')
  feed=$(json "$work/answer" 'x["agent"]["feedUrl"]')/agent/v1/feed
  enrolment=$(json "$work/answer" "json.dumps({'token': x['agent']['token'], 'csr': open('$work/thief.csr').read()})")
  says 200 "the enrolment with a claim's token" "$cluster/enrolment" "$enrolment"
  json "$work/answer" 'x["certificate"]' >"$work/thief.crt"
  renewal=$(printf '%s' "$enrolment" | json - 'json.dumps({"csr": x["csr"]})')
  says 200 "the renewal of an enrolment" "$cluster/renewal" "$renewal" "${thief[@]}"
}

disk=$work/machines/life-1/disk thief=(--cert "$work/thief.crt" --key "$work/thief.key") mac=52:54:00:00:05:01
start_lab
bring life-1 bios "$mac"
wait_for 300 "life-1 to be available" is life-1 AVAILABLE
step "life-1 is available"

# A second machine whose MAC was copied. What iPXE says stands on its serial port too.
make_machine twin-1 bios 52:54:00:00:05:02 none
twin=$(uuid_of 52:54:00:00:05:02)
sed -i "s/mac=52:54:00:00:05:02/mac=$mac/; s/^q35\$/q35,graphics=off/" "$work/machines/twin-1/machine"
"$metal/chassis" "$work/machines/twin-1" set power 1
wait_for 120 "the second machine to be noticed" told life-1 "^MachineImpersonated.*$twin"
wait_for 30 "the conflict to be at the machine" told_at_machine
told life-1 "^IdentityConflictDetected.*$twin" || fail "the conflict is no event"
skerry get machines >"$work/table"
grep "life-1.*another machine asked to boot.*$twin" "$work/table" >/dev/null || fail "./skerry get machines does not tell of the second machine: $(cat "$work/table")"
step "a second machine asked with life-1's MAC: told, and given nothing"

# Somebody reads the nonce on the serial line while the machine has no power, and is the first to use it.
want_cluster of-life-1
wait_for 300 "life-1 to have written its disk" told life-1 "^InstallationProgressed.*rebooting"
pull_plug life-1
stolen=$(nonce_of install)
says 200 "the first claim of a nonce" "$(nodes "$stolen")/claim" '{}'
[ "$(json "$work/answer" 'x["token"][:3]')" = K10 ] || fail "the claim got no join token"
enrol_thief
says 409 "the second claim of a nonce" "$(nodes "$stolen")/claim" '{}'
answers 200 "the seed of an attempt under way" "$(nodes "$stolen")/user-data"
ipmi life-1 chassis power on
wait_for 300 "life-1 to tell that its claim was refused" told life-1 "^AttemptFailed.*the join configuration was refused"
said life-1 "the join configuration was refused: .* was answered 409" || fail "the claim of life-1 was refused for another reason"
wait_for 20 "the seed of an attempt that is over to be gone" is_answered 410 "$(nodes "$stolen")/user-data"
answers 410 "the meta-data of an attempt that is over" "$(nodes "$stolen")/meta-data"
says 409 "a claim in an attempt that is over" "$(nodes "$stolen")/claim" '{}'
says 409 "a join in an attempt that is over" "$(nodes "$stolen")/joined" '{"nodeName": "life-1", "address": "10.0.2.15"}'
reports_nothing "an attempt that is over" "$stolen"
step "a stolen nonce was used first: life-1's claim was refused, its attempt is over"

wait_for 300 "life-1 to be active" is life-1 ACTIVE
nonce=$(nonce_of install)
wait_for 60 "life-1 to run as the instance of its last attempt" said life-1 "osimage: the instance skerry-$nonce runs as"
[ "$nonce" != "$stolen" ] || fail "life-1 is active with the nonce that was stolen"
says 404 "a claim with a nonce that was replaced" "$(nodes "$stolen")/claim" '{}'
answers 404 "the seed of an attempt that was replaced" "$(nodes "$stolen")/user-data"
says 409 "a claim with the nonce of an active machine" "$(nodes "$nonce")/claim" '{}'
reports_nothing "an active machine" "$nonce"
says 403 "an enrolment with the token of a claim that was replaced" "$cluster/enrolment" "$enrolment"
says 403 "the renewal of an enrolment that is over" "$cluster/renewal" "$renewal" "${thief[@]}"
answers 403 "the feed of an agent whose enrolment is over" "${thief[@]}" "$feed"
wait_for 60 "the second machine to be told from the active one" told_at_machine
step "the next attempt made life-1 active; what was stolen is of no use there"

# A person with a key logs in to the ramdisk. QEMU's network hands a port of this machine on to it.
ssh-keygen -q -t ed25519 -N '' -C ada -f "$work/ada"
ssh-keygen -q -t ed25519 -N '' -C eve -f "$work/eve"
port=$(free_tcp_port)
sed -i "s/^user,id=net,/&hostfwd=tcp:127.0.0.1:$port-:22,/" "$work/machines/life-1/machine"
log_in() {
  ssh -F none -p "$port" -i "$work/$1" -o BatchMode=yes -o IdentitiesOnly=yes -o IdentityAgent=none -o ConnectTimeout=30 \
    -o StrictHostKeyChecking=yes -o UserKnownHostsFile="$work/known" -o GlobalKnownHostsFile=/dev/null root@127.0.0.1 "${@:2}" 2>"$work/ssh.log"
}
in_rescue() { field life-1 'x["progress"]' | grep '^ssh root@'; }
before=$(sha256sum <"$disk")
installations=$(count '^InstallationStarted') wipes=$(count '^ReleaseStarted') impersonations=$(count '^MachineImpersonated')
skerry machine rescue life-1 --ssh-key "$work/ada.pub" --reason "to look at its disk"
wait_for 300 "life-1 to be in rescue" in_rescue
is life-1 RESCUE || fail "life-1 has an SSH server and is in $(field life-1 'x["lifecycle"]')"
told_key=$(in_rescue | sed -n 's/^ssh root@10\.0\.2\.15, host key \(SHA256:.*\)$/\1/p')
ssh-keyscan -T 30 -t ed25519 -p "$port" 127.0.0.1 >"$work/known" 2>"$work/ssh.log" || fail "no SSH server answers: $(cat "$work/ssh.log")"
key=$(ssh-keygen -lf "$work/known" | cut -d ' ' -f 2)
[ "$key" = "$told_key" ] || fail "the host key is $key, not $told_key"
arguments=$(log_in ada cat /proc/cmdline) || fail "ada cannot log in: $(cat "$work/ssh.log")"
case $arguments in *skerry.action=rescue*) ;; *) fail "ada is not in the ramdisk: $arguments" ;; esac
[ "$(log_in ada cat /sys/class/dmi/id/product_serial /sys/block/vda/serial)" = "SN-life-1
DISK-life-1" ] || fail "ada is not in life-1"
[ "$(log_in ada 'grep -c ^/dev/ /proc/mounts || true')" = 0 ] || fail "a disk is mounted"
[ "$(log_in ada 'head -c 1048576 /dev/vda | sha256sum')" = "$(head -c 1048576 "$disk" | sha256sum)" ] || fail "ada sees another disk"
if log_in eve true; then fail "eve was let in"; fi
grep 'Permission denied (publickey)' "$work/ssh.log" >/dev/null || fail "eve was not refused for her key: $(cat "$work/ssh.log")"
rescue=$(nonce_of rescue)
case $arguments in *skerry.nonce="$rescue"*) ;; *) fail "ada is in another attempt than $rescue: $arguments" ;; esac
answers 200 "the question who may log in" "$(attempts "$rescue")/authorized-keys"
grep -q "^$(cut -d ' ' -f 1,2 "$work/ada.pub")" "$work/answer" || fail "others may log in: $(cat "$work/answer")"
wait_for 90 "the second machine to ask during the rescue" more_than '^MachineImpersonated' "$impersonations"
[ "$(sha256sum <"$disk")" = "$before" ] || fail "life-1's disk changed in its rescue"
step "in rescue: OpenSSH let ada in and eve not, the disk is as it was"

skerry machine rescue life-1 --end
wait_for 300 "life-1 to start its disk again" said life-1 "osimage: the instance skerry-$nonce runs again"
is life-1 ACTIVE || fail "after its rescue life-1 is $(field life-1 'x["lifecycle"]')"
[ "$(count '^InstallationStarted') $(count '^ReleaseStarted')" = "$installations $wipes" ] || fail "life-1 was installed or wiped after its rescue"
if log_in ada true; then fail "ada can still log in"; fi
[ -z "$(ssh-keyscan -T 5 -p "$port" 127.0.0.1 2>/dev/null)" ] || fail "an SSH server still answers"
answers 404 "the question who may log in after a rescue" "$(attempts "$rescue")/authorized-keys"
reports_nothing "a rescue that is over" "$rescue"
step "the rescue is over: life-1 started its own disk, nothing answers to ssh"

"$metal/chassis" "$work/machines/twin-1" set power 0
[ "$(tr -d '\0' <"$work/machines/twin-1/disk" | head -c 1 | wc -c)" = 0 ] || fail "something was written to the second machine's disk"
said twin-1 "/script" || fail "the second machine did not ask for a script"
if said twin-1 vmlinuz; then fail "the second machine was given work"; fi
if said twin-1 "Booting from SAN"; then fail "the second machine was given its disk"; fi
is life-1 ACTIVE || fail "life-1 is not active any more"
echo "a stolen nonce, a copied MAC and a rescue leave the machine what it is"
