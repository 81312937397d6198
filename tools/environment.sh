#!/bin/sh
# Makes .venv with the given Python, also where its ensurepip is missing (as on Debian without
# python3-venv): then virtualenv does it, installed into a scratch folder from PyPI.
set -eu

python=$1

fail() {
    echo "make: $1" >&2
    exit 2
}

command -v "$python" >/dev/null || fail "there is no $python; name a Python 3.11 or newer with PYTHON=."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Broadsheet needs Python 3.11 or newer, and $python is $("$python" -V 2>&1 | cut -d' ' -f2); name another with PYTHON=."

if [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; then
    exit 0
fi

echo "Making the environment in .venv …"
rm -rf .venv
if "$python" -c 'import ensurepip, venv' 2>/dev/null && "$python" -m venv .venv >/dev/null 2>&1; then
    exit 0
fi

rm -rf .venv
"$python" -m pip --version >/dev/null 2>&1 ||
    fail "$python has neither ensurepip nor pip; install one of them (Debian: apt install python3-venv)."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$python" -m pip install -qq --disable-pip-version-check --require-hashes \
    --target "$scratch" -r requirements/virtualenv.lock
PYTHONPATH=$scratch "$python" -m virtualenv --quiet .venv
