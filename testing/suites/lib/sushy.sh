# sushy-tools for a suite to be sourced, as $venv. Needs $home.
# shellcheck shell=bash
python3 -c 'import ensurepip, venv' 2>/dev/null || { echo "python3 with venv is missing: apt-get install python3-venv"; exit 77; }
venv=$home/target/sushy-venv
if ! [ -x "$venv/bin/sushy-emulator" ]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check sushy-tools==2.2.0 || { echo "sushy-tools cannot be installed from PyPI"; exit 77; }
fi
