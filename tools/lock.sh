#!/bin/sh
# Writes requirements/*.lock from pyproject.toml, with hashes, for every platform at once.
set -eu

python=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$python" -m pip install -qq --disable-pip-version-check --target "$scratch" uv

compile() {
    PYTHONPATH=$scratch "$python" -m uv pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate --no-emit-index-url "$@"
}

compile pyproject.toml --group build --output-file requirements/runtime.lock
compile pyproject.toml --group build --group dev --extra postgres \
    --constraints requirements/runtime.lock --output-file requirements/test.lock
echo virtualenv | compile - --output-file requirements/virtualenv.lock
