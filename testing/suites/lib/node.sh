# The Node client with its modules. Needs $home. Gives installed_client, which says what is missing and fails then, and client, which runs its
# command line against $brokers and $registry.
# shellcheck shell=bash
node_client=$home/clients/node

installed_client() {
  command -v npm >/dev/null || { echo "npm is missing: install Node 20.19 or newer with npm"; return 1; }
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
    { echo "node is too old, $(node --version): install 20.19 or newer"; return 1; }
  local stamp=$node_client/node_modules/.package-lock.stamp
  cmp -s "$node_client/package-lock.json" "$stamp" && return
  (cd "$node_client" && npm ci --loglevel=error) && cp "$node_client/package-lock.json" "$stamp"
}

client() { node "$node_client/src/main.js" --brokers "$brokers" --registry "$registry" "$@"; }
