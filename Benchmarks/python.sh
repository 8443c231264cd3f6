#!/usr/bin/env bash
# Runs Python with the peers that we measure against, in an environment of its own: Benchmarks/python.sh SCRIPT [ARGUMENT ...]
# The first run creates Benchmarks/.environment from requirements.txt; the product and its tests never need it.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
environment="$here/.environment"
if ! cmp -s "$here/requirements.txt" "$environment/requirements.txt"; then
    echo "Creating the Python environment of the benchmarks…" >&2
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --requirement "$here/requirements.txt" >&2
    cp "$here/requirements.txt" "$environment/requirements.txt"
fi
exec "$environment/bin/python" "$@"
