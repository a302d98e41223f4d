#!/usr/bin/env bash
# default
# Every alert has a runbook section in docs/operations.md and unit tests that see it fire and stay silent; promtool runs them.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$home/monitoring/rules"

fail() { echo "$*"; exit 1; }
alerts=$(sed -n 's/^ *- alert: //p' ./*.yaml | sort)
[ -n "$alerts" ] || fail "there are no alerts"
[ -z "$(uniq -d <<<"$alerts")" ] || fail "twice: $(uniq -d <<<"$alerts")"
for alert in $alerts; do
  grep -hA 6 -- "- alert: $alert\$" ./*.yaml | grep -qx " *runbook: docs/operations.md#${alert,,}" || fail "$alert: runbook: names no section of docs/operations.md; write docs/operations.md#${alert,,}"
  grep -qx "### $alert" ../../docs/operations.md || fail "$alert: has no runbook; add the section '### $alert' to docs/operations.md"
  for kind in fires "stays silent"; do
    grep -qx " *- name: $alert $kind" tests/*.yaml || fail "$alert: has no test '$alert $kind' in monitoring/rules/tests"
  done
done
for runbook in $(sed -n 's/^### \(Skerry.*\)/\1/p' ../../docs/operations.md); do
  grep -qx "$runbook" <<<"$alerts" || fail "docs/operations.md: $runbook is no alert; remove the section"
done

command -v promtool >/dev/null || { echo "promtool is missing: apt-get install prometheus"; exit 77; }
promtool check rules ./*.yaml >/dev/null
promtool test rules tests/*.yaml
echo "$(wc -l <<<"$alerts") alerts, each with a runbook and tests"
