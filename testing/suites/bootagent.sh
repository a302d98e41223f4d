#!/usr/bin/env bash
# default
# The boot agent's own tests: files as disks, HTTP servers as the provisioner and the installer.
set -euo pipefail
home=${SKERRY_HOME:-$(cd "$(dirname "$0")/../.." && pwd)}
command -v go >/dev/null || { echo "go is missing: https://go.dev/dl/, the version in edge/bootagent/go.mod"; exit 77; }
cd "$home/edge/bootagent"
export GOTOOLCHAIN=local
go list . >/dev/null 2>&1 || { echo "go is too old, $(go version): https://go.dev/dl/, the version in edge/bootagent/go.mod"; exit 77; }
go mod download || { echo "what edge/bootagent/go.mod names cannot be downloaded: reach a Go module proxy once"; exit 77; }
unformatted=$(gofmt -l .)
[ -z "$unformatted" ] || { printf 'not formatted, run gofmt -w in edge/bootagent:\n%s\n' "$unformatted"; exit 1; }
GOFLAGS=-mod=readonly go vet ./...
CGO_ENABLED=0 go build -trimpath -o "$home/target/bootagent" .
go test ./...
for architecture in amd64 arm64; do CGO_ENABLED=0 GOARCH=$architecture go build -o /dev/null .; done
for tool in fsck.fat mtype sgdisk; do
  PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || echo "without $tool, what the agent writes is checked by its own tests only: apt-get install dosfstools mtools gdisk"
done
for tool in bzip2 xz zstd pzstd; do
  command -v "$tool" >/dev/null || echo "without $tool, what it packs is not unpacked: apt-get install bzip2 xz-utils zstd"
done
echo "the boot agent inspects, wipes and writes as its protocol says"
