# The Python client in a folder of its own. Needs $home. Gives installed_client, which says what is missing and fails then, and client, which
# runs its command line against $brokers and $registry.
# shellcheck shell=bash
venv=$home/clients/python/.venv

installed_client() {
  python3 -c 'import ensurepip, venv' 2>/dev/null || { echo "python3 with venv is missing: apt-get install python3-venv"; return 1; }
  cmp -s "$home/clients/python/requirements.txt" "$venv/requirements.txt" && return
  python3 -m venv --clear "$venv" &&
    "$venv/bin/pip" install -q --disable-pip-version-check -r "$home/clients/python/requirements.txt" &&
    cp "$home/clients/python/requirements.txt" "$venv/requirements.txt"
}

client() { (cd "$home/clients/python" && "$venv/bin/python" -m skerry_client --brokers "$brokers" --registry "$registry" "$@"); }
