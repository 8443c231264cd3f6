#!/usr/bin/env bash
# Runs Python with the peers that we measure against, in an environment of its own: Benchmarks/python.sh SCRIPT [ARGUMENT ...]
# The first run creates Benchmarks/.environment from requirements.txt; the product and its tests never need it.
# Another list has an environment of its own beside it: REQUIREMENTS=server is requirements-server.txt (see python-server.sh).
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
suffix="${REQUIREMENTS:+-$REQUIREMENTS}"
requirements="$here/requirements$suffix.txt"
environment="$here/.environment$suffix"
if ! cmp -s "$requirements" "$environment/requirements.txt"; then
    echo "Creating the Python environment of the benchmarks…" >&2
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --requirement "$requirements" >&2
    cp "$requirements" "$environment/requirements.txt"
fi
exec "$environment/bin/python" "$@"
