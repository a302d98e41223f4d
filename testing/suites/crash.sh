#!/usr/bin/env bash
# kill -9 of the product, the broker, the registry and agents at seeded moments, with a ledger: docs/crash-safety.md.
# 26 minutes on two busy cores. SKERRY_CRASH_ARGS is added to the run's arguments, SKERRY_CRASH_FOLDER is kept instead of a temporary folder.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
"$home/skerry" version >/dev/null
if [ -n "${SKERRY_CRASH_FOLDER:-}" ]; then
  folder=$SKERRY_CRASH_FOLDER
else
  folder=$(mktemp -d "${TMPDIR:-/tmp}/skerry-crash.XXXXXX")
  trap 'status=$?; if [ "$status" -eq 0 ]; then rm -rf "$folder"; else echo "what it left is in $folder" >&2; fi; exit "$status"' EXIT
fi
# shellcheck disable=SC2086 # several arguments in one variable are meant to be split
"${JAVA_HOME:?}/bin/java" -Xmx1g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dskerry.home="$home" -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -cp "$home/testing/target/test-classes:$home/cli/target/lib/*:$home/cli/target/cli.jar" \
  dev.skerry.testing.crash.CrashRun --folder "$folder" ${SKERRY_CRASH_ARGS:-}
